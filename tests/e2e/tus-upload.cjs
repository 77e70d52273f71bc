// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 the Anfang authors
//
// Uploads with tus-js-client what a job on standard input says:
//   {"endpoint", "token", "at_once", "uploads": [{"file", "metadata", "options", "buffer",
//    "abort_at", "terminate", "store"}]}
// and prints a line of JSON for each: {"evidence", "url", "error", "status", "sent"}.
'use strict';
const fs = require('fs');
const tus = require('tus-js-client');

const job = JSON.parse(fs.readFileSync(0, 'utf8'));

function begin(item, finish) {
  const result = { evidence: item.metadata && item.metadata.evidence, url: null, error: null };
  const upload = new tus.Upload(
    item.buffer ? fs.readFileSync(item.file) : fs.createReadStream(item.file),
    Object.assign({
      endpoint: job.endpoint,
      headers: { Authorization: 'Bearer ' + job.token },
      metadata: item.metadata,
      chunkSize: 256 * 1024,
      retryDelays: [0, 20, 50, 100, 200, 400, 800, 800],
      onSuccess: () => finish(Object.assign(result, { url: upload.url })),
      onError: (error) => finish(Object.assign(result, {
        url: upload.url,
        error: error.message.slice(0, 1000),
        status: error.originalResponse ? error.originalResponse.getStatus() : null,
      })),
      onChunkComplete: (size, sent) => {
        result.sent = sent;
        if (item.abort_at && sent >= item.abort_at) {
          upload.abort(Boolean(item.terminate))
            .then(() => finish(Object.assign(result, { url: upload.url, error: 'aborted' })))
            .catch((error) => finish(Object.assign(result, { error: String(error) })));
        }
      },
    }, item.store ? { urlStorage: new tus.FileUrlStorage(item.store) } : {}, item.options));
  return upload;
}

function run(item) {
  return new Promise((finish) => {
    const upload = begin(item, finish);
    if (!item.store) {
      upload.start();
      return;
    }
    upload.findPreviousUploads().then((previous) => {
      if (previous.length > 0) {
        upload.resumeFromPreviousUpload(previous[0]);
      }
      upload.start();
    });
  });
}

async function work(items) {
  for (let item = items.shift(); item; item = items.shift()) {
    console.log(JSON.stringify(await run(item)));
  }
}

const items = job.uploads.slice();
Promise.all(Array.from({ length: job.at_once || 1 }, () => work(items))).then(() => process.exit(0));
