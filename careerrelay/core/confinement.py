"""Inside a child process: give up everything but thinking, before the first byte of a stranger's file is read.

After `confine` the process can read and write what is open already, take memory up to its limit, and end. No file, no
socket, no new process or thread, no signal to anybody. A filter of the kernel (seccomp) answers every other call with
EPERM, so that a library which would like to look at a font goes on without. Limits alone hold where there is no such
filter (macOS); Linux without it is refused, because there it can only be a mistake of the installation.

Source: Linux, include/uapi/linux/{seccomp,filter,audit}.h and the tables of system calls; man 2 seccomp.
"""

import ctypes
import math
import os
import platform
import resource
import signal
import struct
import sys
import time
from dataclasses import dataclass

NOBODY = 65534

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_MODE_FILTER = 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL, _ALLOW, _REFUSE_EPERM = 0x80000000, 0x7FFF0000, 0x00050001
_AT_NUMBER, _AT_MACHINE = 0, 4

# In both lines the same thirty calls: read, write, close, fstat, lseek, mmap, mprotect, munmap, brk, rt_sigaction,
# the other two rt_sig calls, pread64, readv, writev, sched_yield, mremap, madvise, getpid, exit, gettimeofday,
# getrusage, sigaltstack, gettid, futex, clock_gettime, clock_nanosleep, exit_group, getrandom, rseq.
_X86_64 = "0 1 3 5 8 9 10 11 12 13 14 15 17 19 20 24 25 28 39 60 96 98 131 186 202 228 230 231 318 334"
_AARCH64 = "63 64 57 80 62 222 226 215 214 134 135 139 67 65 66 124 216 233 172 93 169 165 132 178 98 113 115"
_AARCH64 += " 94 278 293"
_ALLOWED = {
    "x86_64": (0xC000003E, tuple(map(int, _X86_64.split()))),
    "aarch64": (0xC00000B7, tuple(map(int, _AARCH64.split()))),
}


class NotConfined(RuntimeError):
    """The kernel did not take the filter: nothing is read then."""


@dataclass(frozen=True, slots=True)
class Limits:
    memory_bytes: int
    cpu_seconds: float


def confine(limits: Limits) -> None:
    """For good: nothing of it can be taken back. Raises: NotConfined."""
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    _limit(resource.RLIMIT_CPU, math.ceil(limits.cpu_seconds))
    # The limit counts whole seconds; the timer's signal, which nothing here catches, ends the process to the point.
    signal.setitimer(signal.ITIMER_PROF, max(limits.cpu_seconds - time.process_time(), 0.001))
    for nothing in (
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_CORE,
        resource.RLIMIT_NPROC,
        resource.RLIMIT_NOFILE,
    ):
        _limit(nothing, 0)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if sys.platform == "linux":
        _filter_calls()


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _filter_calls() -> None:
    if platform.machine() not in _ALLOWED:
        raise NotConfined(f"no filter of system calls is known for {platform.machine()}")
    libc = ctypes.CDLL(None, use_errno=True)
    program = ctypes.create_string_buffer(_program(*_ALLOWED[platform.machine()]))
    instructions = (len(program) - 1) // 8
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", instructions, ctypes.addressof(program)))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _MODE_FILTER, header, 0, 0
    ):
        raise NotConfined(os.strerror(ctypes.get_errno()))


def _program(machine: int, numbers: tuple[int, ...]) -> bytes:
    """Another machine's calls end the process: their numbers mean something else."""
    steps = [
        (_LOAD, 0, 0, _AT_MACHINE),
        (_JUMP_IF_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
    ]
    for number in numbers:
        steps += [(_JUMP_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, _REFUSE_EPERM))
    return b"".join(struct.pack("HBBI", *step) for step in steps)
