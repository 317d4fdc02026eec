#!/usr/bin/env node
// The JSON files of a built portal against the schemas that it publishes beside them.

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const USAGE = 'node schema.mjs SITE_DIR…     built portals';
const sites = process.argv.slice(2);
if (!sites.length) throw new Error(USAGE);

const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
addFormats(ajv);
let failures = 0;
let looked = 0;

/** Whether a text is what a schema says; tells what is not. */
function look(validate, name, text) {
  looked++;
  if (validate(JSON.parse(text))) return;
  failures++;
  for (const error of validate.errors.slice(0, 5)) console.log(`FAULT ${name}${error.instancePath}: ${error.message}`);
}

for (const site of sites) {
  const schema = (name) => ajv.compile(JSON.parse(readFileSync(join(site, 'data', name), 'utf8')));
  const [ofReport, ofAll] = [schema('report.schema.json'), schema('figures.schema.json')];
  const files = readdirSync(site, { recursive: true });
  // The folders `data` of agencies hold the JSON of their reports and tables.
  const reports = files.filter((file) => /^[^/]+\/\d{4}\/data\/[^/]+\.json$/.test(file));
  if (!reports.length) throw new Error(`${site} has no JSON of a report`);
  for (const file of reports) look(ofReport, file, readFileSync(join(site, file), 'utf8'));
  look(ofAll, 'data/figures.json', readFileSync(join(site, 'data/figures.json'), 'utf8'));

  // A schema that takes anything would find nothing.
  const sample = JSON.parse(readFileSync(join(site, reports[0]), 'utf8'));
  const spoilt = [
    { ...sample, schema: 'lanmu-report/0' },
    { ...sample, published: '2025-02-30' },
    { ...sample, more: 1 },
    { ...sample, tables: sample.tables.map((table) => ({ ...table, rows: table.rows.map((row) => ({ ...row, values: ['5'] })) })) },
  ];
  for (const [at, json] of spoilt.entries()) {
    if (ofReport(json)) {
      failures++;
      console.log(`FAULT spoilt JSON ${at + 1} of ${site} passes`);
    }
  }
}

console.log(`${looked} JSON files looked at, ${failures} faults`);
process.exit(failures ? 1 : 0);
