// Converts published workbooks to CSV by LibreOffice, and holds what it wrote against the published CSV files: the
// figures of each printed table, and the list of all figures. It fails where one differs, and where a difference that
// it makes itself goes unnoticed.
//
// node tests/libreoffice.mjs <lanmu> <folder with report.xlsx and its CSV files>…
//
// Besides the folders it builds a portal of its own, whose report has all four kinds of cell. Then it fills in the workbook
// that `lanmu new report --xlsx` makes, and holds what LibreOffice reckons against the sums of what was filled in; and what
// `lanmu import` reads of that workbook as LibreOffice saves it, figure by figure.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, inflateRawSync } from 'node:zlib';

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

/** A workbook as LibreOffice saves it. */
function saved(workbook) {
    const out = mkdtempSync(join(scratch, 'xlsx-'));
    execFileSync('soffice', [`-env:UserInstallation=file://${scratch}/profile`, '--headless', '--convert-to', 'xlsx', '--outdir', out, workbook], { stdio: 'pipe' });
    return join(out, basename(workbook));
}

/** The lists of figures of a table in a report.yaml: row → cells. */
function rowsOf(yaml, table) {
    const block = yaml.split(new RegExp(`^  ${table}:`, 'm'))[1].split(/^  \w/m)[0];
    return [...block.matchAll(/^ {4}([\w.]+): *\[(.*?)\]/gm)].map(([, row, cells]) => [row, cells.split(',').map((cell) => cell.trim())]);
}

/** The published figures, table by table: key → rows → cells, and the columns' keys. */
function published(folder) {
    const labels = /^(key|label(_\d+)?)$/;
    // Comparisons are of two years.
    const isTable = (name) => name.endsWith('.csv') && !name.startsWith('compare-');
    const tables = readdirSync(folder).filter(isTable).map((name) => {
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

/** The files of a zip. */
function unzip(bytes) {
    const files = new Map();
    let at = bytes.readUInt32LE(bytes.length - 6);
    while (bytes.readUInt32LE(at) === 0x02014b50) {
        const [packed, nameLength, extra, comment, start] = [bytes.readUInt32LE(at + 20), ...[28, 30, 32].map((o) => bytes.readUInt16LE(at + o)), bytes.readUInt32LE(at + 42)];
        const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
        const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
        const data = bytes.subarray(from, from + packed);
        files.set(name, bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data);
        at += 46 + nameLength + extra + comment;
    }
    return files;
}

/** A zip of files, as they are. */
function zip(files) {
    const parts = [];
    const central = [];
    let at = 0;
    for (const [name, data] of files) {
        const shared = Buffer.alloc(26);
        shared.writeUInt16LE(20, 0);
        shared.writeUInt32LE(crc32(data), 10);
        shared.writeUInt32LE(data.length, 14);
        shared.writeUInt32LE(data.length, 18);
        shared.writeUInt16LE(Buffer.byteLength(name), 22);
        parts.push(Buffer.from('PK\x03\x04'), shared, Buffer.from(name), data);
        const place = Buffer.alloc(14);
        place.writeUInt32LE(at, 10);
        central.push(Buffer.from('PK\x01\x02\x14\x00'), shared, place, Buffer.from(name));
        at += 30 + Buffer.byteLength(name) + data.length;
    }
    const end = Buffer.alloc(18);
    end.writeUInt16LE(files.size, 4);
    end.writeUInt16LE(files.size, 6);
    end.writeUInt32LE(Buffer.concat(central).length, 8);
    end.writeUInt32LE(at, 12);
    return Buffer.concat([...parts, ...central, Buffer.from('PK\x05\x06'), end]);
}

/** A copy of a workbook with numbers in some of its cells, worksheet → cell → number, and nothing reckoned yet. */
function filled(workbook, name, sheets) {
    const files = unzip(readFileSync(workbook));
    for (const [sheet, cells] of Object.entries(sheets)) {
        const path = `xl/worksheets/${sheet}.xml`;
        let xml = files.get(path).toString('utf8');
        for (const [cell, number] of Object.entries(cells)) {
            const empty = new RegExp(`<c r="${cell}"( s="\\d+")(/>|><v>[^<]*</v></c>)`);
            assert(empty.test(xml), `${sheet} has no cell ${cell} to fill in`);
            xml = xml.replace(empty, (_, style) => `<c r="${cell}"${style}><v>${number}</v></c>`);
        }
        files.set(path, Buffer.from(xml));
    }
    for (const [path, data] of files) {
        if (path.startsWith('xl/worksheets/')) files.set(path, Buffer.from(data.toString('utf8').replace(/(<\/f>)<v>[^<]*<\/v>/g, '$1')));
    }
    const copy = join(scratch, name);
    writeFileSync(copy, zip(files));
    return copy;
}

/** Fills in the workbook of a new report, and holds its formulas against the sums of what was filled in. */
function fillIn() {
    const root = join(scratch, 'portal');
    execFileSync(program, ['new', 'report', 'kjj', '2025', '--xlsx', '--root', root], { stdio: 'pipe' });
    const workbook = join(root, 'kjj-2025.xlsx');
    const columns = ['D', 'E', 'F', 'G', 'H', 'I'];
    // 表三: rows 一 and 二 are lines 6 and 7, the outcomes 8 to 28, their total 29, what is carried over 30.
    const outcomes = Array.from({ length: 21 }, (_, row) => columns.map((_, column) => (row * 7 + column * 3) % 11));
    const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
    const handled = columns.map((_, column) => sum(outcomes.map((row) => row[column])));
    const requests = {};
    columns.forEach((column, at) => {
        outcomes.forEach((row, line) => { requests[`${column}${8 + line}`] = row[at]; });
        Object.assign(requests, { [`${column}7`]: at === 0 ? 3 : 0, [`${column}6`]: handled[at] + 2 - (at === 0 ? 3 : 0), [`${column}30`]: 2 });
    });
    const disputes = Object.fromEntries('ABCDFGHIKLMN'.split('').map((column, at) => [`${column}6`, at + 1]));
    const told = (sheets) => Object.fromEntries(sheets['填表说明'].filter(([, is]) => is).map(([what, is]) => [what, is]));
    const balance = '第一项加第二项之和，等于第三项加第四项之和';

    const empty = told(convert(workbook));
    assert.match(empty['表三　收到和处理政府信息公开申请情况'], /^还有 1[0-9]+ 格未填$/);
    assert.equal(empty[balance], '还没有填');

    const filledIn = filled(workbook, 'filled.xlsx', { sheet3: requests, sheet4: disputes });
    const sheets = convert(filledIn);
    let compared = 0;
    const same = (where, is, should) => { compared += 1; assert.equal(is, String(should), where); };
    outcomes.forEach((row, line) => same(`line ${8 + line}`, sheets['表三'][7 + line][9], sum(row)));
    handled.forEach((total, column) => same(`column ${columns[column]}`, sheets['表三'][28][3 + column], total));
    same('三（七） total', sheets['表三'][28][9], sum(handled));
    same('一 total', sheets['表三'][5][9], sum(handled) + 12 - 3);
    [10, 26, 42].forEach((total, at) => same(`表四 ${at}`, sheets['表四'][5][5 * at + 4], total));
    assert.equal(told(sheets)[balance], '相符');
    assert.equal(told(sheets)['表三　收到和处理政府信息公开申请情况'], '已填完');

    const wrong = told(convert(filled(workbook, 'wrong.xlsx', { sheet3: { ...requests, D6: requests.D6 + 1 }, sheet4: disputes })));
    assert.match(wrong[balance], /^不符/, 'a balance that does not hold went unnoticed');
    console.log(`${basename(workbook)}: ${compared} totals as LibreOffice reckons them are the sums of what was filled in`);
    comesBack(root, saved(filledIn), { requests, disputes });
}

/** Imports a workbook that was filled in, and holds each figure against what was filled in, and the sums. */
function comesBack(root, workbook, { requests, disputes }) {
    const told = spawnSync(program, ['import', workbook, '--agency', 'kjj', '--year', '2025', '--root', root], { encoding: 'utf8' });
    assert.equal(told.status, 0, told.stdout + told.stderr);
    const yaml = readFileSync(join(root, 'content/kjj/2025/report.yaml'), 'utf8');
    const lines = [6, 7, ...Array.from({ length: 21 }, (_, row) => 8 + row), 29, 30];
    const cell = (column, line) => requests[`${column}${line}`] ?? lines.slice(2, 23).reduce((total, row) => total + requests[`${column}${row}`], 0);
    const expected = lines.map((line) => {
        const row = [...'DEFGHI'].map((column) => cell(column, line));
        return [...row, row.reduce((total, number) => total + number, 0)];
    });
    const found = rowsOf(yaml, 'requests');
    assert.deepEqual(found.map(([, cells]) => cells.map(Number)), expected, yaml);
    assert.equal(new Set(found.map(([row]) => row)).size, 25, yaml);
    const third = [...'ABCD', ...'FGHI', ...'KLMN'].map((column) => disputes[`${column}6`]);
    const parts = [0, 4, 8].map((from) => third.slice(from, from + 4));
    const outcomes = rowsOf(yaml, 'disputes').map(([, cells]) => cells.map(Number));
    assert.deepEqual(outcomes, parts.map((row) => [...row, row.reduce((total, number) => total + number, 0)]), yaml);
    // Of 表二 nothing was filled in: nothing may be read.
    assert.match(yaml, /regulations: +\[ *~, *~, *~\]/);
    console.log(`${basename(workbook)}: ${25 * 7 + 15} figures saved by LibreOffice are imported as they were filled in`);
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
    fillIn();
} finally {
    rmSync(scratch, { recursive: true, force: true });
}
