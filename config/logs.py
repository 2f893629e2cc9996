"""Log records carry the id of the request or job that caused them."""

import logging

from common.requests import current_request_id


class RequestId(logging.Filter):
    """Adds `request_id` to every record, `-` outside a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id() or "-"
        return True
