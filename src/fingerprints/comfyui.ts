import { defineFingerprint } from './fingerprint.ts';

/** ComfyUI has no login, and its custom nodes are code. */
export const comfyui = defineFingerprint({
  id: 'comfyui',
  name: 'ComfyUI',
  category: 'ai-app-ui',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'none',
  // The Hadoop timeline server listens on the same port.
  ports: [{ port: 8188, distinctive: 'medium' }],
  images: ['yanwk/comfyui-boot', 'ai-dock/comfyui', 'mmartial/comfyui-nvidia-docker'],
  imageTokens: ['comfyui', 'comfy-ui'],
  names: { strong: ['comfyui', 'comfy-ui'] },
  commands: [{ says: 'comfy launch', pattern: /(?:^|[\s/"'])comfy\s+launch\b|\bcomfyui\/main\.py\b/i }],
  env: { serves: ['COMFYUI_ARGS', 'COMFYUI_PORT', 'COMFYUI_*'] },
  healthPaths: ['/system_stats'],
  urlPaths: ['/object_info'],
  references: ['https://github.com/comfyanonymous/ComfyUI/blob/master/comfy/cli_args.py'],
  examples: {
    confirms: [
      'image ghcr.io/ai-dock/comfyui:latest port 8188',
      'command python /opt/ComfyUI/main.py --listen port 8188',
    ],
    suspects: ['name comfyui-gpu port 8188', 'image acme/comfyui:1 port 8188'],
    ignores: ['name hadoop-timeline port 8188', 'name comfy-sofas port 443'],
  },
});
