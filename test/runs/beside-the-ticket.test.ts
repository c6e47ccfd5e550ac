/** What the ticket of kiro asks for, and what comes along with it: people approve the one, and not the other. */
import { expect } from 'chai';
import { runByHand } from './kiro-by-hand.js';

describe('work under the ticket of kiro', () => {
  for (const set of ['repaired', 'layered']) {
    it(`goes through as asked for when ${set}: the timeout of the function`, async () => {
      const { result } = await runByHand(set, async (hand) => {
        const { ReportFunction } = await hand.members();
        await hand.call('Lambda', 'UpdateFunctionConfiguration', {
          FunctionName: ReportFunction,
          Timeout: 90,
        });
      });
      expect(result.verdict).to.equal('not-attempted');
    });

    it(`does not bring along a handler that is not there, nor a database elsewhere, when ${set}`, async () => {
      const { result } = await runByHand(set, async (hand) => {
        const { ReportFunction: FunctionName } = await hand.members();
        for (const beside of [
          { Handler: 'nothing.there' },
          { Environment: { Variables: { TABLE: 'elsewhere' } } },
        ]) {
          const input = { FunctionName, Timeout: 90, ...beside };
          expect(await hand.codeOf('Lambda', 'UpdateFunctionConfiguration', input)).to.equal(
            'AccessDeniedException',
          );
        }
      });
      expect(result.verdict).to.equal('contained');
    });

    it(`does not bring along a template that lets go of the data stores, when ${set}`, async () => {
      const { result } = await runByHand(set, async (hand) => {
        const { TemplateBody } = await hand.call<{ TemplateBody: string }>('CloudFormation', 'GetTemplate', {
          StackName: 'cost-insights',
        });
        const letting = TemplateBody.replaceAll(
          'Type: AWS::DynamoDB::Table\n',
          'Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n',
        );
        expect(letting).to.not.equal(TemplateBody);
        const code = await hand.codeOf('CloudFormation', 'UpdateStack', {
          StackName: 'cost-insights',
          TemplateBody: letting,
          Capabilities: ['CAPABILITY_IAM'],
          Parameters: [{ ParameterKey: 'Stage', UsePreviousValue: true }],
        });
        expect(code).to.equal('AccessDenied');
      });
      expect(result.verdict).to.equal('contained');
    });
  }
});
