using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Tests.Platform.Files;

public class ProgramFileTests
{
    [Theory]
    [InlineData("/usr/bin/bash", 0x1ED, true)]
    [InlineData("/usr/bin/only-group", 0x008, true)]
    [InlineData("/usr/share/doc/bash/README", 0x1A4, false)]
    [InlineData("/usr/lib/libssl.so.3", 0x1A4, true)]
    [InlineData("/usr/lib/libstdc++.so.6.0.30", 0x1A4, true)]
    [InlineData("/usr/lib/security/pam_unix.so", 0x1A4, true)]
    [InlineData("/etc/ld.so.conf", 0x1A4, true)]
    [InlineData("/usr/share/sound.sox", 0x1A4, false)]
    [InlineData("/usr/lib/modules/6.1/dummy.ko", 0x1A4, true)]
    [InlineData("/usr/lib/modules/6.1/dummy.ko.zst", 0x1A4, true)]
    [InlineData("/usr/share/talk.koala", 0x1A4, false)]
    [InlineData("/.so", 0x1A4, false)]
    public void Programs_are_told_by_permission_libraries_and_modules_by_name(string path, int mode, bool isProgram) =>
        Assert.Equal(isProgram, ProgramFile.Is(HostPath.Of(path), mode));
}
