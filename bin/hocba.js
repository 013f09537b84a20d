#!/usr/bin/env node
import('../dist/src/cli/main.js').then(
  ({ main }) => main(process.argv.slice(2)),
  (error) => {
    process.stderr.write(
      `Chưa có bản dựng: chạy "npm run build" trước. / Not built yet: run "npm run build" first.\n${error.message}\n`,
    );
    process.exitCode = 70;
  },
);
