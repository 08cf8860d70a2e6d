import { defineFingerprint } from './fingerprint.ts';

/** A model, agent or knowledge base that the cloud itself runs: AI by definition, behind its own login. */
export const managedEndpoint = defineFingerprint({
  id: 'managed-endpoint',
  name: 'Managed AI endpoint',
  category: 'managed-ai',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'required',
  managedTypes: [
    'AWS::Bedrock::*',
    'AWS::BedrockAgentCore::*',
    'AWS::SageMaker::Endpoint',
    'AWS::SageMaker::InferenceComponent',
    'Microsoft.CognitiveServices/accounts*',
    'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
    'Microsoft.MachineLearningServices/workspaces/serverlessEndpoints',
    'aiplatform.googleapis.com/Endpoint',
    'aiplatform.googleapis.com/IndexEndpoint',
    'aiplatform.googleapis.com/ReasoningEngine',
  ],
  references: [
    'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html',
    'https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks',
    'https://cloud.google.com/vertex-ai/docs/predictions/overview',
  ],
  examples: {
    confirms: ['managed AWS::SageMaker::Endpoint', 'managed Microsoft.CognitiveServices/accounts/deployments'],
    suspects: ['managed AWS::SageMaker::Endpoint at 0.3'],
    ignores: ['managed AWS::EC2::Instance', 'managed AWS::SageMaker::EndpointConfigurator'],
  },
});
