import { describe, expect, test } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import { workload } from '../fingerprints/example-language.ts';

describe('look-alikes', () => {
  test.for([
    ['a web application', 'image acme/web:1 port 8080'],
    ['a web application by another port', 'image acme/web:1 port 8000'],
    ['a web application by a third', 'image node:24 port 3000'],
    ['a proxy in front of who knows what', 'image nginx:1 port 80,443'],
    ['mail with two telling letters', 'name email-ai-n-t port 8080'],
    ['a mailing list', 'name mail-ml-01 port 25'],
    ['a shop', 'name retail port 443'],
    ['a health portal', 'name krayzdrav port 8080'],
    ['an integration', 'name mcintegration port 8080'],
    ['home automation', 'name homeassistant port 8123'],
    ['home automation by its image', 'image ghcr.io/home-assistant/home-assistant:stable port 8123'],
    ['a column store', 'image clickhouse/clickhouse-server:25 port 8123,9000'],
    ['an image registry', 'image registry:2 port 5000'],
    ['a component gallery', 'name storybook port 6006'],
    ['the Hadoop timeline', 'name hadoop-timeline port 8188'],
    ['a game', 'name minecraft-bedrock port 19132'],
    ['a log shipper', 'image timberio/vector:0.40 name vector port 8686'],
    ['a monitoring agent', 'image datadog/agent:7 name datadog-agent port 8126'],
    ['another monitoring agent', 'name zabbix-agent port 10050'],
    ['a third monitoring agent', 'name node-agent port 9100'],
    ['a build agent', 'name ci-agent-7 port 443'],
    ['a host that draws films', 'name render-07 type g5.4xlarge at 0.6 port 443'],
    ['a host that streams desktops', 'name vdi-3 type g4ad.xlarge at 0.6 port 8443'],
    ['a database of the learning team', 'name ml-postgres-01 port 5432'],
    ['a database by its image', 'image postgres:17 name ml-db port 5432'],
    ['a debug adapter', 'name debug port 5678'],
    ['a log receiver', 'name splunk-receiver port 9997'],
    ['a statistics workbench', 'image rocker/rstudio:4 port 8787'],
    ['a forum with a vector extension', 'image pgvector/pgvector:pg17 name forum-db port 5432'],
    ['a remote editor', 'image codercom/code-server:4 port 8080'],
    ['an integration that may call a product', 'env DIFY_ENABLED env FLOWISE_ENABLED env N8N_ENABLED port 3000'],
    ['a service with one key', 'env OPENAI_API_KEY image acme/crm:1 port 8080'],
    ['the web framework of that name', 'name phoenix-web port 4000'],
    ['a shop of that name', 'name triton-fitness port 8000'],
    ['a person of that name', 'name claude-laptop port 443'],
    ['a tracing service', 'name x-ray-daemon port 2000'],
    ['a host behind a rule for all ports', 'name host-1 port 0-65535'],
    ['an exporter beside a model server', 'image acme/ollama-exporter:1 name ollama-exporter port 9090'],
    ['settings that anybody has', 'env JWT_SECRET env BASE_URL env USERNAME env MODEL_NAME env TEMPERATURE port 3000'],
  ] as const)('%s is none: %s', ([, text]) => {
    expect(classify(workload(text)).level).toBe('none');
  });

  test.for([
    ['a video library on the port of a cluster', 'image haveagitgat/tdarr:2 port 8265'],
    ['a mining host', 'name mining-4 type p3.16xlarge at 0.6 port 8080'],
    ['a training host behind a shell', 'type p4d.24xlarge at 0.6 port 22'],
    ['a forum that was named after its images', 'name llama-lovers-forum port 443'],
    ['an application with tags in its routes', 'path /api/tags port 443'],
  ] as const)('%s is suspected at most: %s', ([, text]) => {
    expect(['none', 'suspected']).toContain(classify(workload(text)).level);
  });
});
