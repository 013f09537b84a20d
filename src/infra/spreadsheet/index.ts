export { createSpreadsheetReader, type SpreadsheetReaderOptions } from './reader.js';
export {
  type OutputBook,
  type OutputCell,
  type OutputColumn,
  type OutputSheet,
  type OutputTable,
  writeXls,
  writeXlsx,
  xlsxBytes,
} from './write.js';
