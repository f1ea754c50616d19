#!/bin/sh
# 端緒を一つ知らせ、その後を読む / Sends one signal and reads its state back.
#   TSUNAGU_URL=https://… TSUNAGU_TOKEN=… sh send.sh 部署の番号
set -eu
id=$1

# 鍵と本文はコマンドの引数にしない：ほかの利用者に見えるから / neither token nor body among
# the arguments, which other users can see: both come by way of files only this shell reads
header="Authorization: Bearer $TSUNAGU_TOKEN"
body='{
  "id": "'$id'",
  "kind": "water_arrears",
  "noticed_on": "2026-04-20",
  "basis": "encouragement_only",
  "note": "給水停止の予告を送った"
}'

# 一時的な失敗だけ、同じ番号でもう一度：二度数えられることはない /
# only what may pass is tried again, with the same id: it never counts twice
answer=$(printf '%s' "$body" | curl --silent --show-error --fail-with-body \
  --retry 5 --retry-connrefused --max-time 30 \
  --config /dev/fd/3 3<<EOF --data-binary @- "$TSUNAGU_URL/api/v1/signals"
header = "$header"
header = "Content-Type: application/json"
EOF
) || { echo "断られました / refused: $answer" >&2; exit 1; }

status_url=$(printf '%s' "$answer" | sed -n 's/.*"status_url" *: *"\([^"]*\)".*/\1/p')
curl --silent --show-error --fail-with-body --max-time 30 --config /dev/fd/3 3<<EOF \
  "$TSUNAGU_URL$status_url"
header = "$header"
EOF
