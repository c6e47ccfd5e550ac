/** Names that the files of the Kiro scenario share. Modeled: no source gives them. */

export const account = '518233046217';
export const managementAccount = '204815733906';
export const region = 'cn-north-1';
export const partition = 'aws-cn';
export const productionStack = 'cost-insights';
export const developmentStack = 'cost-insights-dev';
export const networkStack = 'network';
export const auditStack = 'audit';
