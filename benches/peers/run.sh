#!/bin/sh
# The ratio of mainbody to Resiliparse, from turns taken on one core in one run.
#
#   ./run.sh DIR [ROUNDS]
set -eu
cd "$(dirname "$0")"
dir=${1:?name a directory of pages}
rounds=${2:-5}
python=${PYTHON:-python3}
cargo build --release --quiet
peers=${CARGO_TARGET_DIR:-target}/release/mainbody-peers

# One core for both, where the system can pin.
pin=
if command -v taskset >/dev/null; then pin="taskset -c 0"; fi

# The MB/s of one row of a table.
speed() { awk -F' *[|] *' -v name="$1" '$2 == name { print $3 }'; }
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

ratios=
for round in $(seq "$rounds"); do
    a=$($pin "$peers" "$dir" --only mainbody | speed mainbody)
    b=$($pin "$python" python_peers.py "$dir" --only Resiliparse | speed Resiliparse)
    ratio=$(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.2f", a / b }')
    echo "round $round: mainbody $a MB/s, Resiliparse $b MB/s, ratio $ratio"
    ratios="$ratios $ratio"
done
# shellcheck disable=SC2086 # The list is meant to be split.
echo "mainbody is $(printf '%s\n' $ratios | median) times as fast as Resiliparse, median of $rounds rounds"
