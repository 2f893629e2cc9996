"""The API's views, a file per noun: read the request, call one service or queryset, shape the answer."""
