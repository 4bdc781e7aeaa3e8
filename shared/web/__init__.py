"""What the four services' HTTP has in common.

`app.service_app` builds a service's FastAPI with health, metrics, a body limit and problem details; `problems` is
how every error looks, `doors` who may enter, `media` what content types are taken, `watch`, `limits`
and `heads` stand in front of every route, `described` tells errors truly in the OpenAPI document.
"""
