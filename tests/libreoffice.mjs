// Converts published workbooks to CSV by LibreOffice, and holds what it wrote against the published CSV files: the
// figures of each printed table, and the list of all figures. It fails where one differs, and where a difference that
// it makes itself goes unnoticed.
//
// node tests/libreoffice.mjs <lanmu> <folder with report.xlsx and its CSV files>…
//
// Besides the folders it builds a portal of its own, whose report has all four kinds of cell.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [program, ...folders] = process.argv.slice(2);
assert(program && folders.length > 0, 'usage: node tests/libreoffice.mjs <lanmu> <folder>…');
const scratch = mkdtempSync(join(tmpdir(), 'lanmu-libreoffice-'));

/** The records of a CSV. */
function parse(text) {
    const records = [[]];
    let field = '';
    let quoted = false;
    const end = () => { records.at(-1).push(field); field = ''; };
    const source = text.replace(/^\ufeff/, '');
    for (let at = 0; at < source.length; at += 1) {
        const c = source[at];
        if (quoted && c === '"' && source[at + 1] === '"') { field += c; at += 1; }
        else if (c === '"') quoted = !quoted;
        else if (quoted) field += c;
        else if (c === ',') end();
        else if (c === '\n') { end(); records.push([]); }
        else if (c !== '\r') field += c;
    }
    if (records.at(-1).length > 0 || field) end(); else records.pop();
    return records;
}

/** Each worksheet of a workbook as records: comma, quotes, UTF-8, numbers as they are rather than as shown. */
function convert(workbook) {
    const out = mkdtempSync(join(scratch, 'csv-'));
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1';
    execFileSync('soffice', [`-env:UserInstallation=file://${scratch}/profile`, '--headless', '--convert-to', filter, '--outdir', out, workbook], { stdio: 'pipe' });
    const stem = basename(workbook, '.xlsx');
    const sheets = readdirSync(out).map((name) => [name.slice(stem.length + 1, -'.csv'.length), parse(readFileSync(join(out, name), 'utf8'))]);
    return Object.fromEntries(sheets);
}

/** The published figures, table by table: key → rows → cells, and the columns' keys. */
function published(folder) {
    const labels = /^(key|label(_\d+)?)$/;
    const tables = readdirSync(folder).filter((name) => name.endsWith('.csv')).map((name) => {
        const [head, ...rows] = parse(readFileSync(join(folder, name), 'utf8'));
        const first = head.findIndex((column) => !labels.test(column));
        return [basename(name, '.csv'), { columns: head.slice(first), rows: rows.map((row) => [row[0], row.slice(first)]) }];
    });
    return Object.fromEntries(tables);
}

/** A number without zeros behind its point, which no spreadsheet program keeps; any other text as it is. */
const plain = (text) => (/^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text);

/** All differences between a converted workbook and the published CSV files, and how many figures were compared. */
function differences(sheets, tables) {
    const found = [];
    let compared = 0;
    const same = (where, is, should) => {
        compared += 1;
        if (is !== plain(should)) found.push(`${where}: ${is} is not ${should}`);
    };
    // 表三 as printed: title, unit and three rows of heads above its rows; its figures are the last seven columns.
    tables.requests.rows.forEach(([key, cells], row) => {
        cells.forEach((cell, column) => same(`表三 ${key}`, sheets['表三'][5 + row].at(column - cells.length), cell));
    });
    // 表四 as printed: one row of figures below three rows of heads.
    const disputes = tables.disputes.rows.flatMap(([, cells]) => cells);
    disputes.forEach((cell, column) => same('表四', sheets['表四'][5][column], cell));
    // The list: value and note beside each other.
    const [head, ...lines] = sheets['数据'];
    assert.deepEqual(head, ['table', 'row', 'row_label', 'column', 'column_label', 'value', 'note', 'kind', 'unit']);
    for (const [table, { columns, rows }] of Object.entries(tables)) {
        for (const [key, cells] of rows) {
            cells.forEach((cell, at) => {
                const line = lines.find((line) => line[0] === table && line[1] === key && line[3] === columns[at]) ?? [];
                same(`数据 ${table}.${key}.${columns[at]}`, line[6] ? `${line[5]}（${line[6]}）` : line[5], cell);
            });
        }
    }
    return { found, compared };
}

/** A report with all four kinds of cell, built. */
function fourKinds() {
    const root = join(scratch, 'portal');
    const report = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'support/report.yaml'), 'utf8')
        .replace('refused.law: [0, 0, 0,', 'refused.law: [~, "/", { value: 0, note: "含修订1件,\\"另计\\"" },')
        .replace('review: [3,', 'review: [{ value: 3, note: "=1+1" },')
        .replace('charges: 12.50', 'charges: 12345678901234.5678');
    mkdirSync(join(root, 'content/kjj/2024'), { recursive: true });
    writeFileSync(join(root, 'site.toml'), '[site]\ntitle = "测试门户"\nbase_url = "https://www.example.gov.cn/"\n');
    writeFileSync(join(root, 'content/kjj/agency.yaml'), 'name: 示例市科学技术局\n');
    writeFileSync(join(root, 'content/kjj/2024/report.yaml'), report);
    execFileSync(program, ['build', '--root', root], { stdio: 'pipe' });
    return join(root, 'public/kjj/2024/data');
}

try {
    for (const folder of [...folders, fourKinds()]) {
        const sheets = convert(join(folder, 'report.xlsx'));
        const tables = published(folder);
        const { found, compared } = differences(sheets, tables);
        assert.deepEqual(found, [], folder);
        assert(tables.requests.rows.length * 7 >= 161 && compared > 300, `${folder}: only ${compared} figures were compared`);
        // The comparison itself: a figure that differs is found on the printed table and in the list.
        const cells = tables.requests.rows[1][1];
        cells[6] = `${cells[6]}1`;
        assert.equal(differences(sheets, tables).found.length, 2, 'a difference went unnoticed');
        console.log(`${folder}: ${compared} figures as LibreOffice reads them are those of the CSV files`);
    }
} finally {
    rmSync(scratch, { recursive: true, force: true });
}
