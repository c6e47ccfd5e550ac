/** What LocalStack is told as it starts. */

/** The last community release that asks for no account. */
export const defaultImage = 'localstack/localstack:4.14.0';

/** By this name journals, results and the command line know it. */
export const localstackName = 'localstack';

export const tokenVariable = 'LOCALSTACK_AUTH_TOKEN';

/** Configuration variables (LocalStack's documentation, "Configuration"). */
export const settings: Readonly<Record<string, string>> = {
  // Nothing is sent anywhere, and nothing is fetched that a run does not take.
  DISABLE_EVENTS: '1',
  SKIP_SSL_CERT_DOWNLOAD: '1',
  DNS_ADDRESS: '0',
  // A run takes few services: each is loaded when it is first called.
  EAGER_SERVICE_LOADING: '0',
  // No function is executed: nobody has to look for messages to hand to one, for every account that there was.
  LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: '86400',
};

/**
 * Runs in LocalStack's own process as it starts ("Initialization hooks"). By itself it takes any region outside the
 * partition aws for us-east-1, and an environment in China would stand in another partition than its templates say.
 */
const everyPartition = `from boto3.session import Session
from localstack.aws.handlers.region import DefaultRegionRewriterStrategy

session = Session()
regions = [
    region
    for partition in session.get_available_partitions()
    for region in session.get_available_regions("s3", partition)
]
DefaultRegionRewriterStrategy.available_regions = property(lambda self: regions)
`;

/**
 * Functions are made, listed and deleted, and never executed: without this, one would fail in its first moment, since
 * code would run in containers of its own, and the engine's socket is not handed in.
 */
const neverExecuted = `from localstack.services.lambda_.invocation.docker_runtime_executor import (
    DockerRuntimeExecutor,
)

DockerRuntimeExecutor.prepare_version = classmethod(lambda cls, version: None)
`;

/** Files by their paths in the container. */
export const files: Readonly<Record<string, string>> = {
  '/etc/localstack/init/start.d/every-partition.py': everyPartition,
  '/etc/localstack/init/start.d/never-executed.py': neverExecuted,
};
