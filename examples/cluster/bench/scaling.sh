#!/bin/sh
# How much faster two executors are than one, on one machine with two cores or more.
#
#   ./scaling.sh FOLDER [ROUNDS]
#
# FOLDER holds Parquet with a column `html`. One executor and two take turns, each with a core of its own; what is counted
# is the time of the query from its start to its end. TARGET names the directory with the binaries.
set -eu
pages=$(realpath "${1:?name a folder of Parquet}")
rounds=${2:-5}
cd "$(dirname "$0")/.."
if [ -z "${TARGET:-}" ]; then
    cargo build --release --quiet
    TARGET=${CARGO_TARGET_DIR:-target}/release
fi
work=$(mktemp -d)
started=
stop() {
    # shellcheck disable=SC2086 # A list.
    if [ -n "$started" ]; then kill $started 2>/dev/null || true; fi
    started=
    wait
}
trap 'stop; rm -rf "$work"' EXIT INT TERM

# Seconds of the query with as many executors.
seconds() {
    "$TARGET/scheduler" --port 50150 >"$work/scheduler.log" 2>&1 &
    started=$!
    for number in $(seq "$1"); do
        mkdir -p "$work/$number"
        "$TARGET/executor" --scheduler-port 50150 --port "$((50150 + 10 * number))" --cores 1 --work-dir "$work/$number" \
            >"$work/executor-$number.log" 2>&1 &
        started="$started $!"
    done
    # The first query also waits until all of them have come.
    sleep 4
    "$TARGET/query" --scheduler df://localhost:50150 --pages "$pages" --out "$work/out.parquet" 2>&1 | tail -n 1 >"$work/said"
    stop
    rm -rf "${work:?}"/[0-9]*
    awk '{ print $4 }' "$work/said"
}

for round in $(seq "$rounds"); do
    one=$(seconds 1)
    two=$(seconds 2)
    awk -v a="$one" -v b="$two" -v r="$round" -v rows="$(awk '{ print $1 }' "$work/said")" 'BEGIN {
        printf "round %d: one executor %.1f s (%.0f pages/s), two %.1f s (%.0f pages/s), %.2f times as fast\n",
            r, a, rows / a, b, rows / b, a / b }'
done | tee "$work/rounds"
awk '{ print $(NF - 3) }' "$work/rounds" | sort -n | awk '{ of[NR] = $1 }
    END { printf "two executors are %.2f times as fast as one, median of %d rounds\n", of[int((NR + 1) / 2)], NR }'
