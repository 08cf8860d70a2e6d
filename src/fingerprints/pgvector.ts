import { defineFingerprint } from './fingerprint.ts';

/** PostgreSQL with an extension that forums, wikis and CRMs ship too: hardly ever a front of AI by itself. */
export const pgvector = defineFingerprint({
  id: 'pgvector',
  name: 'PostgreSQL with pgvector',
  category: 'vector-db',
  role: 'stores',
  pAiGivenProduct: 0.1,
  loginByDefault: 'required',
  ports: [{ port: 5432, distinctive: 'low' }],
  images: ['pgvector/pgvector', 'ankane/pgvector', 'tensorchord/pgvecto-rs', 'tensorchord/vchord-postgres'],
  imageTokens: ['pgvecto-rs', 'pgvector'],
  names: { strong: ['pgvector'] },
  references: ['https://github.com/pgvector/pgvector'],
  examples: {
    confirms: ['image pgvector/pgvector:pg17 port 5432'],
    suspects: ['name forum-pgvector port 5432'],
    ignores: ['image postgres:17 port 5432', 'name vector port 8686'],
  },
});
