# Sourced: the locked packages of the browser tests, installed when the lock has changed.
web_tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
(
    cd "$web_tests"
    exec 9>.kunci
    flock 9
    if ! cmp -s package-lock.json node_modules/.terpasang; then
        npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
        cp package-lock.json node_modules/.terpasang
    fi
)
