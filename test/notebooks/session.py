"""Talks to a kernel as a notebook does: runs cells, interrupts them, restarts the kernel; prints what came as JSON lines.

Reads one JSON object a line: {"code": ..., "interruptAfterMs": ...}, {"restart": true}.
"""
import json
import sys
import time

from jupyter_client import KernelManager

manager = KernelManager(kernel_name="livecorpus")
manager.start_kernel()
client = manager.client()
try:
    client.start_channels()
    client.wait_for_ready(timeout=90)
    for line in sys.stdin:
        task = json.loads(line)
        if task.get("restart"):
            manager.restart_kernel()
            client.wait_for_ready(timeout=90)
            continue
        # After a fault the kernel drops what was queued for a fifth of a second.
        time.sleep(0.5)
        sent = client.execute(task["code"])
        if "interruptAfterMs" in task:
            time.sleep(task["interruptAfterMs"] / 1000)
            manager.interrupt_kernel()
        printed = ""
        while True:
            message = client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != sent:
                continue
            if message["msg_type"] == "stream":
                printed += message["content"]["text"]
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        reply = client.get_shell_msg(timeout=10)
        while reply["parent_header"].get("msg_id") != sent:
            reply = client.get_shell_msg(timeout=10)
        print(json.dumps({"status": reply["content"]["status"], "printed": printed}), flush=True)
finally:
    manager.shutdown_kernel(now=True)
