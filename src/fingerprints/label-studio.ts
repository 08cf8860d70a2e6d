import { defineFingerprint } from './fingerprint.ts';

/** Label Studio has a login, and anyone may register until somebody turns that off. */
export const labelStudio = defineFingerprint({
  id: 'label-studio',
  name: 'Label Studio',
  category: 'ml-pipeline',
  role: 'stores',
  pAiGivenProduct: 0.99,
  loginByDefault: 'required',
  ports: [{ port: 8080, distinctive: 'low' }],
  images: ['heartexlabs/label-studio', 'heartexlabs/label-studio-*'],
  imageTokens: ['label-studio', 'labelstudio'],
  names: { strong: ['label-studio', 'labelstudio'] },
  commands: [{ says: 'label-studio start', pattern: /(?:^|[\s/"'])label-studio\s+start\b/i }],
  env: {
    serves: [
      'LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK',
      'LABEL_STUDIO_HOST',
      'LABEL_STUDIO_PASSWORD',
      'LABEL_STUDIO_USERNAME',
      'LABEL_STUDIO_*',
    ],
  },
  references: ['https://labelstud.io/guide/security', 'https://github.com/HumanSignal/label-studio'],
  examples: {
    confirms: ['image heartexlabs/label-studio:1.20 port 8080'],
    suspects: ['name label-studio port 443', 'image acme/labelstudio:1 port 8080'],
    ignores: ['name record-label port 8080', 'image acme/web:1 port 8080'],
  },
});
