// Prints the verdict on a text, and what was swapped in it.
//
//   npm install && DESPIN_LIB=../../build/release/lib/libdespin_c.so node check.js MODEL TEXT_FILE
'use strict';

const fs = require('node:fs');
const koffi = require('koffi');

const library = koffi.load(process.env.DESPIN_LIB ?? 'libdespin_c.so.1');

const DespinString = koffi.struct('despin_string', { data: 'const char *', size: 'size_t' });
koffi.struct('despin_error', {
  code: 'int32_t',
  message_size: 'uint32_t',
  byte: 'uint64_t',
  line: 'uint64_t',
  message: koffi.array('char', 1000),
});
const Finding = koffi.struct('despin_finding', {
  begin_byte: 'uint32_t',
  end_byte: 'uint32_t',
  evidence_nats: 'float',
  probability: 'float',
  likely_originals: 'despin_string *',
  likely_original_count: 'size_t',
});
// The first members: results are read by pointers, and only grow at their end.
const ReportData = koffi.struct('despin_report_data', {
  struct_size: 'size_t',
  verdict: 'int32_t',
  abstain_reason: 'int32_t',
  score: 'double',
  evidence_nats: 'double',
  swap_rate: 'double',
  false_positive_rate_upper: 'double',
  words: 'uint32_t',
  invisible: 'uint32_t',
  lookalike: 'uint32_t',
  findings_total: 'uint32_t',
  language: DespinString,
  language_probability: 'double',
  findings: 'despin_finding *',
  finding_count: 'size_t',
});
koffi.opaque('despin_detector');
koffi.opaque('despin_report');

const despin = {
  open: library.func(
    'int32_t despin_detector_open(const char *path, const void *options,' +
      ' _Out_ despin_detector **out, _Out_ despin_error *error)'
  ),
  check: library.func(
    'int32_t despin_check(const despin_detector *detector, void *workspace, const uint8_t *text,' +
      ' size_t text_size, const void *options, _Out_ despin_report **out,' +
      ' _Out_ despin_error *error)'
  ),
  get: library.func('const despin_report_data *despin_report_get(const despin_report *report)'),
  verdictName: library.func('const char *despin_verdict_name(int32_t verdict)'),
  freeReport: library.func('void despin_report_free(despin_report *report)'),
  freeDetector: library.func('void despin_detector_free(despin_detector *detector)'),
};

// Calls a function whose last argument is an error; what it put into `out`.
function call(f, ...args) {
  const out = [null];
  const error = {};
  if (f(...args, out, error) !== 0) throw new Error(error.message);
  return out[0];
}

function check(detector, text) {
  const report = call(despin.check, detector, null, text, text.length, null);
  try {
    const data = koffi.decode(despin.get(report), ReportData);
    const findings = data.finding_count
      ? koffi.decode(data.findings, koffi.array(Finding, Number(data.finding_count)))
      : [];
    return {
      verdict: despin.verdictName(data.verdict),
      score: data.score,
      // Offsets are bytes, as those of a Buffer.
      findings: findings.map((f) => ({
        written: text.subarray(f.begin_byte, f.end_byte).toString(),
        originals: f.likely_original_count
          ? koffi
              .decode(f.likely_originals, koffi.array(DespinString, Number(f.likely_original_count)))
              .map((o) => o.data)
          : [],
      })),
    };
  } finally {
    despin.freeReport(report);
  }
}

function main() {
  const [model, path] = process.argv.slice(2);
  if (path === undefined) throw new Error('usage: node check.js MODEL TEXT_FILE');
  const detector = call(despin.open, model, null);
  const report = check(detector, fs.readFileSync(path));
  console.log(`verdict: ${report.verdict} (score ${report.score.toFixed(1)})`);
  for (const f of report.findings) console.log(`  ${f.written} <- ${f.originals.join(', ')}`);
  despin.freeDetector(detector);
}

try {
  main();
} catch (error) {
  console.error(`check: ${error.message}`);
  process.exitCode = 2;
}
