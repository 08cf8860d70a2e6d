import { anythingllm } from './anythingllm.ts';
import { chroma } from './chroma.ts';
import { codeServer } from './code-server.ts';
import { comfyui } from './comfyui.ts';
import { dask } from './dask.ts';
import { dify } from './dify.ts';
import type { Fingerprint } from './fingerprint.ts';
import { flowise } from './flowise.ts';
import { gradio } from './gradio.ts';
import { jupyter } from './jupyter.ts';
import { kubeflow } from './kubeflow.ts';
import { labelStudio } from './label-studio.ts';
import { langflow } from './langflow.ts';
import { langgraph } from './langgraph.ts';
import { librechat } from './librechat.ts';
import { litellm } from './litellm.ts';
import { llamaCpp } from './llama-cpp.ts';
import { localai } from './localai.ts';
import { managedEndpoint } from './managed-endpoint.ts';
import { managedNotebook } from './managed-notebook.ts';
import { marimo } from './marimo.ts';
import { mcpServer } from './mcp-server.ts';
import { milvus } from './milvus.ts';
import { mlflow } from './mlflow.ts';
import { n8n } from './n8n.ts';
import { ollama } from './ollama.ts';
import { openWebui } from './open-webui.ts';
import { openclaw } from './openclaw.ts';
import { openhands } from './openhands.ts';
import { pgvector } from './pgvector.ts';
import { portkey } from './portkey.ts';
import { qdrant } from './qdrant.ts';
import { ray } from './ray.ts';
import { sglang } from './sglang.ts';
import { streamlit } from './streamlit.ts';
import { tgi } from './tgi.ts';
import { triton } from './triton.ts';
import { vllm } from './vllm.ts';
import { weaviate } from './weaviate.ts';

/** Every product that we can tell, sorted by id. */
export const FINGERPRINTS: readonly Fingerprint[] = [
  anythingllm,
  chroma,
  codeServer,
  comfyui,
  dask,
  dify,
  flowise,
  gradio,
  jupyter,
  kubeflow,
  labelStudio,
  langflow,
  langgraph,
  librechat,
  litellm,
  llamaCpp,
  localai,
  managedEndpoint,
  managedNotebook,
  marimo,
  mcpServer,
  milvus,
  mlflow,
  n8n,
  ollama,
  openWebui,
  openclaw,
  openhands,
  pgvector,
  portkey,
  qdrant,
  ray,
  sglang,
  streamlit,
  tgi,
  triton,
  vllm,
  weaviate,
];
