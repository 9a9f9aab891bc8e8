import os

from ready import on_request

on_request(lambda _: os._exit(0))
