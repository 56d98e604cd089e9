"""Put Courtois on an AWS account of one's own, by the AWS CLI: `make deploy`, explained in infra/README.md."""
