// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 the Anfang authors
//
// @tus/server with its file store, as its manual says: tus-peer.cjs DIR
const { Server } = require("@tus/server");
const { FileStore } = require("@tus/file-store");

const server = new Server({
  path: "/files",
  datastore: new FileStore({ directory: process.argv[2] }),
});
const http = server.listen({ host: "127.0.0.1", port: 0 }, () => {
  console.log(`listening on http://127.0.0.1:${http.address().port}`);
});
