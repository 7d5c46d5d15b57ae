# shellcheck shell=bash
# What the kernel could not vouch for. The policy also measures every file of user 2000 when it is opened to be read.
#
# `before`: ordinary work. `after`, in this order:
# 1. /srv/data/tomtou is opened for reading (measured), and opened for writing while it is still open: ToMToU.
# 2. /srv/data/writer is opened for writing, and opened for reading meanwhile: open_writers.
# 3. /usr/local/lib/busy.so is open for writing while a program loads it: open_writers for mapped code.
# 4. /usr/local/lib/late.so is opened for writing while a running program has it mapped: ToMToU.
# 5. /srv/data/direct is read with O_DIRECT, which the kernel does not hash: an entry with a zero file digest and a
#    template digest that is not zero.
# 6. /srv/data/plain is read: an entry as it should be.

# shellcheck source=tests/lab/guest/lib.sh
source /run/lab/guest/lib.sh

mkdir -p /srv/data
for name in tomtou writer direct plain; do
    printf 'content of %s %4096s\n' $name . >/srv/data/$name
    chown 2000:2000 /srv/data/$name
done
install_program libntp.so /usr/local/lib/busy.so 644
install_program libntp.so /usr/local/lib/late.so 644
printf late >>/usr/local/lib/late.so
cp /srv/data/direct /run/direct # reading the file itself to know its digest would measure it
sync

start_host 'measure func=FILE_CHECK mask=^MAY_READ fowner=2000'
as_deploy 'ls -l >/dev/null; id >/dev/null'
dd if=/etc/hostname of=/dev/null status=none
sleep 0.1
capture before

# shellcheck disable=SC2094 # reading what is being written is the point
exec 3</srv/data/tomtou 4>>/srv/data/tomtou
exec 3<&- 4>&-
fact after /srv/data/tomtou "measured when opened, then violation ToMToU" 0 0 bash /usr/bin/bash "ima audit disk"

exec 4>>/srv/data/writer
exec 3</srv/data/writer
exec 3<&- 4>&-
fact after /srv/data/writer "violation open_writers, then measured" 0 0 bash /usr/bin/bash "ima audit disk"

exec 4>>/usr/local/lib/busy.so
LD_PRELOAD=/usr/local/lib/busy.so id >/dev/null
exec 4>&-
fact after /usr/local/lib/busy.so "violation open_writers, then measured all the same" 0 0 id /usr/bin/id "ima audit disk"

LD_PRELOAD=/usr/local/lib/late.so sleep 2 &
sleep 1
exec 4>>/usr/local/lib/late.so
exec 4>&-
wait $!
fact after /usr/local/lib/late.so "measured when loaded (this line), then violation ToMToU by bash" 0 0 sleep /usr/bin/sleep "ima audit disk"

dd if=/srv/data/direct of=/dev/null iflag=direct bs=4096 count=1 status=none
from=/run/direct fact after /srv/data/direct "could not be hashed: zero file digest, template digest not zero" 0 0 dd /usr/bin/dd "ima disk"

read -r _ </srv/data/plain
fact after /srv/data/plain "measured data file, no audit rule for it" 0 0 bash /usr/bin/bash "ima disk"

capture after /srv/data/{tomtou,writer,direct,plain} /usr/local/lib/{busy,late}.so
