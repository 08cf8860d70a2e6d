import { defineFingerprint } from './fingerprint.ts';

/** A remote editor: code execution for whoever gets in, and AI only where something else says so. */
export const codeServer = defineFingerprint({
  id: 'code-server',
  name: 'code-server',
  category: 'notebook',
  role: 'serves',
  pAiGivenProduct: 0.15,
  loginByDefault: 'required',
  ports: [
    { port: 8080, distinctive: 'low' },
    { port: 8443, distinctive: 'low' },
  ],
  images: ['codercom/code-server', 'linuxserver/code-server', 'gitpod/openvscode-server'],
  imageTokens: ['code-server', 'codeserver', 'openvscode'],
  names: { strong: ['code-server', 'codeserver'] },
  commands: [{ says: 'code-server', pattern: /(?:^|[\s/"'])code-server(?:[\s"']|$)/i }],
  env: { serves: ['CS_DISABLE_FILE_DOWNLOADS'] },
  references: ['https://github.com/coder/code-server/blob/main/docs/FAQ.md'],
  examples: {
    confirms: ['image codercom/code-server:4 port 8080'],
    suspects: ['name code-server port 8443', 'image acme/code-server:1 port 8080'],
    ignores: ['name barcode-server port 8443', 'image acme/web:1 port 8080'],
  },
});
