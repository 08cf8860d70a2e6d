/** Actions that send something to a model, as each cloud spells them; `*` stands for any text. */
const ACTIONS: readonly RegExp[] = [
  /^bedrock:(?:invoke|converse|retrieve)[a-z*]*$/,
  /^bedrock-agentcore:invoke[a-z*]*$/,
  /^sagemaker:invokeendpoint[a-z*]*$/,
  /^(?:qbusiness:chat[a-z*]*|kendra:query|lex:recognizetext)$/,
  /^microsoft\.cognitiveservices\/accounts\/(?:openai|aiservices)\/.+$/,
  /^microsoft\.machinelearningservices\/workspaces\/onlineendpoints\/score\/action$/,
  /^aiplatform\.(?:endpoints\.(?:predict|explain)|reasoningengines\.query|sessions\..+)$/,
  /^(?:discoveryengine\.servingconfigs\.search|discoveryengine\.answers\..+|dialogflow\.sessions\.detectintent)$/,
];

/** Ready-made roles and policies for AI services. A wildcard over everything is nobody's intent and no evidence. */
const ROLES: readonly RegExp[] = [
  /^bedrock:\*$/,
  /^(?:arn:[a-z-]+:iam::aws:policy\/)?(?:amazonbedrock(?:full|limited)access|bedrockagentcorefullaccess)$/,
  /^(?:arn:[a-z-]+:iam::aws:policy\/)?amazonsagemakerfullaccess$/,
  /^cognitive services (?:openai )?(?:user|contributor)$/,
  /^(?:azure ai (?:user|developer|project manager)|azureml data scientist)$/,
  /^roles\/aiplatform\.(?:user|admin|expressuser)$/,
  /^roles\/(?:discoveryengine\.(?:viewer|editor)|dialogflow\.client|ml\.developer)$/,
];

/** Says whether a permission of a workload reaches a model, and how plainly somebody meant it to. */
export function modelPermission(permission: string): 'action' | 'role' | undefined {
  const text = permission.toLowerCase();
  if (ACTIONS.some((pattern) => pattern.test(text))) return 'action';
  return ROLES.some((pattern) => pattern.test(text)) ? 'role' : undefined;
}
