#!/bin/sh
# この機械で動く言語の例をすべて試す / Tries the examples of every language that this machine has.
#   TSUNAGU_URL=… TSUNAGU_TOKEN=… TSUNAGU_DEPARTMENT=… sh clients/examples/try_all.sh
# 終了コード 0＝動かせたものはすべて成功 / exit 0: all that could run succeeded.
set -u
cd "$(dirname "$0")"
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
stamp=$(date +%s)
failed=0

try() { # 言語 必要な命令 実行 … / language, program it needs, what to run
  name=$1 needs=$2
  shift 2
  if ! command -v "$needs" >/dev/null 2>&1; then
    echo "－ $name: $needs がありません / there is no $needs here"
  elif "$@" "try-$name-$stamp" >"$build/output" 2>&1; then
    echo "✓ $name"
  else
    echo "✗ $name"
    cat "$build/output"
    failed=1
  fi
}

csharp() {
  mcs -r:System.Net.Http,System.Runtime.Serialization -out:"$build/SendSignal.exe" \
    csharp/SendSignal.cs && mono "$build/SendSignal.exe" "$1"
}

try curl curl sh curl/send.sh
try python python3 python3 python/send_plain.py
try client tsunagu-signal "${PYTHON:-python3}" python/send_with_client.py
try java java java java/SendSignal.java
try csharp mcs csharp
try powershell pwsh pwsh -NoProfile -File powershell/Send-Signal.ps1
exit $failed
