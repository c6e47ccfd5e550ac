/** The smallest deployment package that Lambda takes: a zip file with one module in it. */

/** `index.js` with `exports.handler = async () => 'ok';`, stored as it is. */
export const deploymentPackage: Uint8Array = Buffer.from(
  'UEsDBBQAAAAAAAAAIVxYwVPsJAAAACQAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXIgPSBhc3luYyAoKSA9PiAnb2snOwpQSwECFAMUAAAAAAAAACFcWMFT7CQAAAAkAAAACAAAAAAAAAAAAAAApAEAAAAAaW5kZXguanNQSwUGAAAAAAEAAQA2AAAASgAAAAAA',
  'base64',
);
