// Fetches the chat's scripts from npm into wwwroot/lib, checks each package against its published digest, and compresses them.
// Run by the build when the scripts are missing; safe to run twice at once.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const packages = [
  { name: "react", version: "18.3.1", script: "umd/react.production.min.js",
    digest: "sha512-wS+hAgJShR0KhEvPJArfuPVN1+Hz1t0Y6n5jLrGQbkb4urgPE/0Rve+1kMB1v/oWgHgm4WIcV+i7F2pTVj+2iQ==" },
  { name: "react-dom", version: "18.3.1", script: "umd/react-dom.production.min.js",
    digest: "sha512-5m4nQKp+rZRb09LNH59GM4BxTh9251/ylbKIbpe7TpGxfJ+9kv6BLkLBXIjjspbgbnIBNqlI23tRnTWT0snUIw==" },
  { name: "botframework-webchat", version: "4.18.1", script: "dist/webchat.js", as: "webchat",
    digest: "sha512-7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg==" },
];

const target = join(import.meta.dirname, "wwwroot", "lib");
mkdirSync(target, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "fetch-chat-"));
try {
  for (const { name, version, script, digest, as } of packages) {
    const file = join(target, `${as ?? name}-${version}.js`);
    if (existsSync(file)) continue;
    // npm is a script on Windows and needs its shell there.
    execFileSync("npm", ["pack", `${name}@${version}`, "--silent", "--pack-destination", work], { cwd: work, shell: process.platform === "win32" });
    const archive = join(work, `${name}-${version}.tgz`);
    const actual = "sha512-" + createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (actual !== digest) throw new Error(`${name}@${version} does not match its published digest.`);
    execFileSync("tar", ["-xzf", archive, "-C", work, `package/${script}`]);
    const text = readFileSync(join(work, "package", script));
    for (const [path, content] of [[file + ".gz", gzipSync(text, { level: 9 })], [file, text]]) {
      writeFileSync(`${path}.${process.pid}`, content);
      renameSync(`${path}.${process.pid}`, path);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
