import { defineFingerprint } from './fingerprint.ts';

/** A notebook that the cloud runs: a shell with its own identity, behind the login of the cloud. */
export const managedNotebook = defineFingerprint({
  id: 'managed-notebook',
  name: 'Managed notebook',
  category: 'notebook',
  role: 'serves',
  pAiGivenProduct: 0.99,
  loginByDefault: 'required',
  managedTypes: [
    'AWS::SageMaker::Domain',
    'AWS::SageMaker::NotebookInstance',
    'Microsoft.MachineLearningServices/workspaces/computes',
    'aiplatform.googleapis.com/NotebookRuntime',
    'notebooks.googleapis.com/Instance',
  ],
  references: [
    'https://docs.aws.amazon.com/sagemaker/latest/dg/nbi.html',
    'https://cloud.google.com/vertex-ai/docs/workbench/introduction',
  ],
  examples: {
    confirms: ['managed AWS::SageMaker::NotebookInstance', 'managed notebooks.googleapis.com/Instance'],
    suspects: ['managed AWS::SageMaker::NotebookInstance at 0.3'],
    ignores: ['managed AWS::SageMaker::NotebookInstanceLifecycleConfig'],
  },
});
