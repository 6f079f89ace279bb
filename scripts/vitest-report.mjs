// What Vitest writes for `npm test`: its counts and every failure; its own JSON report leaves out failed hooks and errors outside of tests.

import { writeFileSync } from 'node:fs';
import process from 'node:process';

export default class VitestReport {
  onTestRunEnd(modules, outside) {
    const report = {
      passed: 0,
      skipped: 0,
      failures: outside.map((error) => failure('outside of tests', error)),
    };
    for (const module of modules) {
      const { name } = module.project;
      const file = `${module.relativeModuleId}${name ? ` [${name}]` : ''}`;
      for (const error of module.errors()) report.failures.push(failure(file, error));
      for (const suite of module.children.allSuites())
        for (const error of suite.errors())
          report.failures.push(failure(`${file} › ${suite.fullName}`, error));
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        if (state === 'passed') report.passed += 1;
        else if (state === 'failed') report.failures.push(failure(`${file} › ${test.fullName}`, ...errors));
        else report.skipped += 1;
      }
    }
    writeFileSync(process.env.CANVASBACK_TEST_REPORT, JSON.stringify(report));
  }
}

function failure(where, ...errors) {
  return { where, error: errors.map(tell).join('\n') };
}

function tell({ name, message, diff = '', stack = '' }) {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const ours = frames.find((line) => !line.includes('/node_modules/') && !line.includes('(node:'));
  return [`${name}: ${message}`, diff, ours ?? frames[0] ?? ''].join('\n');
}
