#!/usr/bin/env bash
# Builds the production image from a base image that is named by its digest, and from nothing else.
set -euo pipefail
cd "$(dirname "$0")/../.."

base="$(cat deploy/image/base-image)"
if ! [[ "$base" =~ ^[a-z0-9./:_-]+@sha256:[0-9a-f]{64}$ ]]; then
  {
    echo "deploy/image/base-image does not name an image by digest: $base"
    echo 'Look the digest up and write it there, for example:'
    echo '  docker buildx imagetools inspect docker.io/library/node:24-bookworm-slim'
  } >&2
  exit 1
fi
if [ -n "$(git status --porcelain)" ]; then
  echo 'The checkout has changes that no commit holds: the image would not be what its label says.' >&2
  exit 1
fi
[ "${1:-}" = '--check' ] && exit 0

# Only what is committed goes in: no key, no data folder, no node_modules of this machine.
git archive HEAD | "${DOCKER:-docker}" build \
  --file deploy/image/Dockerfile \
  --build-arg "BASE_IMAGE=$base" \
  --build-arg "REVISION=$(git rev-parse HEAD)" \
  --tag "canvasback:$(git rev-parse --short=12 HEAD)" -
