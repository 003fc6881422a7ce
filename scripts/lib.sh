# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154,SC3013
# What several scripts need.  Sourced with $root set to the top of the source tree.

# Most logins of ordinary users lack the folders of nginx and mariadbd.
PATH=$PATH:/usr/sbin:/sbin
export PATH

# Node from npm, for systems whose own is too old; see scripts/setup.
# shellcheck disable=SC2034 # used by setup
NODE_VERSION=24.21.0

# One line for each argument.
say() {
	printf '%s\n' "$@"
}

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

has() {
	command -v "$1" >/dev/null 2>&1
}

# Prefers the Node that setup put beside the project.
use_node() {
	if [ -x "$root/.node/bin/node" ]; then
		PATH=$root/.node/bin:$PATH
	fi
	# Node looks at its own certificates only; behind a private one npm would fail.
	if [ -z "${NODE_EXTRA_CA_CERTS-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
		export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
	fi
}

# Whether there is a Node that the web tools can use.
has_node() {
	has npm && node -e '
		const [major, minor] = process.versions.node.split(".").map(Number);
		process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);' 2>/dev/null
}

# npm leaves this file when it has finished; compared by time with what was asked for.
web_modules_fresh() {
	web=$root/nginx/web
	[ "$web/node_modules/.package-lock.json" -nt "$web/package-lock.json" ]
}

install_web_modules() {
	(cd "$root/nginx/web" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
}

# Builds, and installs into $1/app what a shop needs to run, readable for every user: the system
# user may not see the source tree.  One build at a time.
stage_install() (
	umask 022
	mkdir -p "$root/build"
	exec 8>>"$root/build/lock" 9>&-
	flock 8
	make -s -C "$root" -j"$(getconf _NPROCESSORS_ONLN)" install DESTDIR="$1" PREFIX=/app &&
		rm -rf "$1/app/share/crumbled/nginx/web" &&
		chmod -R a+rX "$1/app"
)
