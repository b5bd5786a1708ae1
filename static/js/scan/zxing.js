// The reader for devices without one. Its program lies beside our own files, never elsewhere.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";
import program from "zxing-wasm/reader/zxing_reader.wasm";

prepareZXingModule({ overrides: { locateFile: (name, place) => (name.endsWith(".wasm") ? program : place + name) } });

export { BarcodeDetector, program };
