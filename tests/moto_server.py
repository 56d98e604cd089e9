"""moto's server, with what its stacks and invalidations lack: `python moto_server.py -p PORT`."""

from moto.cloudformation.models import CloudFormationBackend, Event
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudfront.models import Invalidation
from moto.iam.access_control import IAMRequestBase
from moto.server import main

moto_executes = CloudFormationBackend.execute_change_set


def execute(self: CloudFormationBackend, **parameters: str) -> None:
    """Execute a change set; put the stack back when a resource fails, which moto leaves to do."""
    change_set = self.change_sets[parameters["change_set_name"]]
    stack, kind = self.stacks[change_set.stack_id], change_set.change_set_type
    try:
        moto_executes(self, **parameters)
    except Exception as error:
        failed = ("Broken", "", "AWS::S3::Bucket", f"{kind}_FAILED", str(error), None)
        stack.events.append(Event(stack.stack_id, stack.name, *failed))
        stack.status = "ROLLBACK_COMPLETE" if kind == "CREATE" else "UPDATE_ROLLBACK_COMPLETE"
    else:
        stack._parse_template()
        stack.output_map = stack._create_output_map()


CloudFormationBackend.execute_change_set = execute
# A change set without a change fails, as on AWS, rather than being refused.
CloudFormationResponse._validate_different_update = lambda *_: None
# CloudFront writes it so, and the AWS CLI waits for that very word.
Invalidation.status = property(lambda _: "Completed", lambda *_: None)
# What a user may do is tried; moto computes some signatures otherwise than AWS.
IAMRequestBase.check_signature = lambda _: None

if __name__ == "__main__":
    main()
