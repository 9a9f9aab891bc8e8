import os
import signal

from ready import on_request

on_request(lambda _: os.kill(os.getpid(), signal.SIGSEGV))
