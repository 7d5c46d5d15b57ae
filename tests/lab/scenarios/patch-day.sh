# shellcheck shell=bash
# Two real versions of the packages openssl and libssl3, and a trojan between them.
#
# `before`: the older version; a user runs openssl, which loads the module legacy.so.
# `upgraded`: dpkg -i installs the newer version; the user runs openssl again.
# `trojan`: root overwrites /usr/bin/openssl in place (same inode) by another program; the user runs it.
# `downgraded`: dpkg -i installs the older version; the user runs it: the digests of `before` are back. The list does
# not say so, for it holds each (file, digest) once; the audit log does.
# `copy`: root copies /usr/bin/bash to /usr/local/bin/helper, the user runs it.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

manifests='openssl libssl3 bash'
module=/usr/lib/x86_64-linux-gnu/ossl-modules/legacy.so
disk=(/usr/bin/openssl "$module")
libraries=(/usr/lib/x86_64-linux-gnu/libssl.so.3 /usr/lib/x86_64-linux-gnu/libcrypto.so.3)

use_openssl() { as_deploy 'openssl list -providers -provider legacy | grep -A2 legacy'; }

# told STEP WHAT: what the two files are now.
told() {
    fact "$1" /usr/bin/openssl "$2" 1000 1000 bash /usr/bin/bash "$3"
    fact "$1" $module "$2" 1000 1000 openssl /usr/bin/openssl "$3"
}

version_of() { dpkg-query -W -f "openssl \${Version}" openssl; }

# Installing what is installed already: the programs that dpkg uses have been seen before the day begins.
start_host
dpkg -i /usr/local/share/lab/old/*.deb
use_openssl
told before "$(version_of)" "ima audit disk"
capture before "${disk[@]}"

dpkg -i /usr/local/share/lab/new/*.deb
use_openssl
capture upgraded "${disk[@]}" "${libraries[@]}"
told upgraded "$(version_of)" "ima audit disk"

cat "$programs/openssl" >/usr/bin/openssl
as_deploy openssl
capture trojan "${disk[@]}"
fact trojan /usr/bin/openssl "trojan in place of openssl" 1000 1000 bash /usr/bin/bash "ima audit disk"

dpkg -i /usr/local/share/lab/old/*.deb
use_openssl
capture downgraded "${disk[@]}"
told downgraded "$(version_of), as in before" "audit disk"

cp /usr/bin/bash /usr/local/bin/helper
as_deploy '/usr/local/bin/helper -c :'
capture copy
fact copy /usr/local/bin/helper "copy of /usr/bin/bash" 1000 1000 bash /usr/bin/bash "ima audit"
fact copy /usr/bin/bash "standard program" 1000 1000 setpriv /usr/bin/setpriv "ima audit"
