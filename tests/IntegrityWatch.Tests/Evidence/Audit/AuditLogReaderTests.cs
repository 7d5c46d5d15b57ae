using System.Text;
using CsCheck;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Events;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Audit.Records;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditLogReaderTests
{
    private const string T1 = "1700000000.100:41";
    private const string T2 = "1700000000.200:42";
    private const string T3 = "1700000000.300:43";

    [Fact]
    public void A_use_tells_file_digest_process_and_time()
    {
        var use = Assert.Single(OnlyEvent(SomeLog.Exec(T1, key: "\"T1140\"")).FileUses);

        Assert.Equal("/tmp/java", use.Path.ToString());
        Assert.Equal($"sha256:{SomeLog.Sha256}", use.Digest.ToString());
        Assert.Equal(new ProcessInfo
        {
            Pid = 300,
            Ppid = 200,
            Uid = 33,
            Auid = 1000,
            Gid = 34,
            Euid = 0,
            Comm = HostPath.Of("java"),
            Exe = HostPath.Of("/tmp/java"),
            ParentExe = HostPath.Of("/usr/bin/bash"),
            Tty = "pts0",
            Session = 3,
            Key = "T1140",
            Time = DateTimeOffset.FromUnixTimeMilliseconds(1700000000100),
        }, use.Process);
    }

    [Fact]
    public void An_event_tells_command_line_folder_and_paths()
    {
        var told = OnlyEvent(SomeLog.Exec(T1));

        Assert.Equal(["java", "-c"], told.Argv);
        Assert.Equal("/root", told.Cwd?.ToString());
        Assert.Equal(new AuditPath(HostPath.Of("/tmp/java"), "NORMAL", new DeviceNumber(0xfe, 0)), Assert.Single(told.Paths));
        Assert.Equal("java -c", told.Proctitle);
        Assert.Equal(59, told.Syscall?.Number);
    }

    [Fact]
    public void Kernels_before_4_13_write_objtype_for_nametype() =>
        Assert.Equal("CREATE", Assert.Single(OnlyEvent([.. SomeLog.Exec(T1).Select(line => line.Replace("nametype=NORMAL", "objtype=CREATE", StringComparison.Ordinal))]).Paths).NameType);

    [Fact]
    public void The_labels_of_launcher_and_program_are_told_without_the_mode_that_old_kernels_write_behind_them()
    {
        var told = OnlyEvent([.. SomeLog.Exec(T1).Select((line, at) => line.Replace("subj=unconfined", at == 0 ? "subj=crun" : "subj=docker-default (enforce)", StringComparison.Ordinal))]);

        Assert.Equal(("crun", "docker-default"), (Assert.Single(told.IntegrityRules).Label, told.Syscall!.Label));
    }

    [Fact]
    public void A_rule_that_stands_alone_tells_the_launcher()
    {
        var use = Assert.Single(OnlyEvent(SomeLog.Rule(T1)).FileUses);

        Assert.Equal("/usr/bin/bash", use.Process!.Exe?.ToString());
        Assert.Null(use.Process!.ParentExe);
        Assert.Null(use.Process!.Key);
    }

    [Fact]
    public void Enriched_names_tell_the_user()
    {
        const string names = "\u001dAUID=\"alice\" UID=\"www-data\" GID=\"www-data\"";

        var told = OnlyEvent(SomeLog.Rule(T1) + names, SomeLog.Syscall(T1) + "\u001dARCH=x86_64 SYSCALL=execve " + names[1..]);

        Assert.Equal("www-data", told.Process.User);
        Assert.Equal("alice", told.LoginUser);
        Assert.Equal("execve", told.Syscall?.Name);
        Assert.Equal("alice", OnlyEvent(SomeLog.Rule(T1) + names).LoginUser);
        Assert.Null(OnlyEvent(SomeLog.Rule(T1) + "\u001dUID=\"unknown(33)\"").Process.User);
    }

    [Fact]
    public void A_tool_that_drops_the_separator_costs_nothing()
    {
        const string names = "AUID=\"unset\" UID=\"root\"";

        var told = OnlyEvent(SomeLog.Rule(T1) + names, SomeLog.Syscall(T1, key: "\"T1140\"") + "ARCH=x86_64 SYSCALL=execve " + names);

        Assert.Equal("root", told.Process.User);
        Assert.Null(told.LoginUser);
        Assert.Equal(["T1140"], told.Keys);
        Assert.Equal("root", OnlyEvent(SomeLog.Rule(T1) + names).Process.User);
        Assert.Empty(SomeLog.Read(SomeLog.Syscall(T1) + "ARCH=x86_64 SYSCALL=execve " + names).Events);
    }

    [Fact]
    public void The_parents_program_is_the_latest_that_the_log_told()
    {
        var (events, _) = SomeLog.Read(
        [
            SomeLog.Syscall(T1, pid: 200, exe: "\"/usr/bin/dash\""),
            SomeLog.Syscall(T2, pid: 200, exe: "\"/usr/sbin/nginx\""),
            .. SomeLog.Exec(T3),
            SomeLog.Syscall("1700000000.400:44", pid: 200, exe: "\"/usr/bin/later\""),
        ]);

        Assert.Equal("/usr/sbin/nginx", Assert.Single(events).Process.ParentExe?.ToString());
    }

    [Fact]
    public void A_lone_rule_tells_its_process_program_for_the_children()
    {
        var (events, _) = SomeLog.Read([SomeLog.Rule(T1, pid: 200, exe: "\"/usr/sbin/cron\""), .. SomeLog.Exec(T2)]);

        Assert.Equal("/usr/sbin/cron", Assert.Single(events, told => told.Syscall is not null).Process.ParentExe?.ToString());
    }

    [Fact]
    public void The_launcher_is_not_taken_for_the_parent_of_a_process_that_has_run_before()
    {
        var (events, _) = SomeLog.Read([SomeLog.Syscall(T1, exe: "\"/usr/bin/bash\""), .. SomeLog.Exec(T2)]);

        Assert.Null(Assert.Single(events).Process.ParentExe);
    }

    [Fact]
    public void The_launcher_is_not_taken_for_the_parent_where_the_exec_failed_or_was_none()
    {
        Assert.Null(OnlyEvent(SomeLog.Rule(T1), SomeLog.Syscall(T1, success: "no"), SomeLog.Execve(T1)).Process.ParentExe);
        Assert.Null(OnlyEvent(SomeLog.Rule(T1), SomeLog.Syscall(T1)).Process.ParentExe);
    }

    [Fact]
    public void Kernel_3_10_writes_a_sha1_without_its_name()
    {
        var use = Assert.Single(OnlyEvent(SomeLog.Rule(T1, hash: "da39a3ee5e6b4b0d3255bfef95601890afd80709")).FileUses);

        Assert.Equal("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", use.Digest.ToString());
    }

    [Fact]
    public void A_zero_digest_is_kept() =>
        Assert.True(Assert.Single(OnlyEvent(SomeLog.Rule(T1, hash: "sha256:" + new string('0', 40))).FileUses).Digest.IsZero);

    [Fact]
    public void A_policy_rule_that_an_old_kernel_loads_is_no_evidence()
    {
        var (events, statistics) = SomeLog.Read($"type=INTEGRITY_RULE msg=audit({T1}): action=\"audit\" func=\"BPRM_CHECK\" res=1");

        Assert.Empty(events);
        Assert.Equal(0, statistics.MalformedLines);
    }

    [Theory]
    [InlineData("file=\"/a\"")]
    [InlineData("hash=\"sha256:00\"")]
    [InlineData("file=\"\" hash=\"sha256:00\"")]
    [InlineData("file=(null) hash=\"sha256:00\"")]
    [InlineData("file=2F6100 hash=\"sha256:00\"")]
    [InlineData("file=\"/a\" hash=\"sha256:\"")]
    [InlineData("file=\"/a\" hash=\"sha256:0\"")]
    [InlineData("file=\"/a\" hash=\"sha256:zz\"")]
    [InlineData("file=\"/a\" hash=\":00\"")]
    [InlineData("file=\"/a\" hash=\"SHA 256:00\"")]
    [InlineData("file=\"/a\" hash=\"0011\"")]
    public void A_rule_without_a_file_or_a_digest_is_counted_and_told(string body)
    {
        var (events, statistics) = SomeLog.Read($"type=INTEGRITY_RULE msg=audit({T1}): {body} ppid=1 pid=2", SomeLog.Rule(T2));

        Assert.Single(events);
        Assert.Equal(1, statistics.MalformedLines);
        Assert.Equal("integrity rule without a file or a digest in line 1: log-0", Assert.Single(statistics.Problems));
    }

    [Fact]
    public void Several_keys_are_told_apart()
    {
        var joined = Convert.ToHexString(Encoding.ASCII.GetBytes("T1140\u0001T1053.003-Scheduled Task-Job-Cron"));

        var told = OnlyEvent(SomeLog.Syscall(T1, key: joined));

        Assert.Equal(["T1140", "T1053.003-Scheduled Task-Job-Cron"], told.Keys);
        Assert.Equal("T1140, T1053.003-Scheduled Task-Job-Cron", told.Process.Key);
    }

    [Theory]
    [InlineData("(null)", false)]
    [InlineData("\"\"", false)]
    [InlineData("\"(null)\"", true)]
    public void A_key_that_says_null_is_only_none_without_quotes(string key, bool isKeyed) =>
        Assert.Equal(isKeyed ? 1 : 0, SomeLog.Read(SomeLog.Syscall(T1, key: key)).Statistics.KeyedEvents);

    [Fact]
    public void The_loading_of_a_rule_is_no_event_of_its_technique()
    {
        var (events, _) = SomeLog.Read(
            $"type=CONFIG_CHANGE msg=audit({T1}): auid=0 ses=1 subj=unconfined op=add_rule key=\"T1140\" list=4 res=1",
            SomeLog.Syscall(T1));

        Assert.Empty(events);
    }

    [Fact]
    public void Lost_records_are_counted() =>
        Assert.Equal(12, SomeLog.Read($"type=CONFIG_CHANGE msg=audit({T1}): op=set lost=0 old=12 auid=0 res=1").Statistics.LostRecords);

    [Fact]
    public void A_cause_can_hold_spaces()
    {
        var incident = Assert.Single(OnlyEvent(
            $"type=INTEGRITY_STATUS msg=audit({T1}): pid=9 uid=0 auid=1000 ses=1 subj=unconfined op=policy_update cause=signed policy required"
            + " comm=\"cat\" res=0 errno=0").Incidents);

        Assert.Equal("policy_update", incident.Op);
        Assert.Equal("signed policy required", incident.Cause);
        Assert.Equal("cat", incident.Process.Comm?.ToString());
        Assert.False(incident.Result);
    }

    [Fact]
    public void A_failed_appraisal_is_an_incident_with_its_file()
    {
        var told = OnlyEvent(
            $"type=INTEGRITY_DATA msg=audit({T1}): pid=9 uid=0 auid=1000 ses=1 op=appraise_data cause=invalid-hash comm=\"sh\" name=\"/bin/ps\""
            + " dev=\"vda\" ino=7 res=0 errno=0");

        var incident = Assert.Single(told.Incidents);
        Assert.Equal(("appraise_data", "invalid-hash", "/bin/ps"), (incident.Op, incident.Cause, incident.File?.ToString()));
        Assert.Equal(9, told.Process.Pid);
        Assert.Empty(told.FileUses);
    }

    [Fact]
    public void A_long_argument_that_comes_in_pieces_is_one()
    {
        var told = OnlyEvent(
            SomeLog.Syscall(T1, key: "\"k\""),
            SomeLog.Execve(T1, "argc=3 a0=\"sh\" a1_len=12 a1[0]=\"abc\" a1[1]=20202020"),
            SomeLog.Execve(T1, " a1[2]=\"xyz\" a2=\"end\""));

        Assert.Equal(["sh", "abc    xyz", "end"], told.Argv);
    }

    [Fact]
    public void An_endless_command_line_is_kept_in_part()
    {
        var record = SomeLog.Execve(T1, string.Join(' ', Enumerable.Range(0, 100).Select(i => $"a{i}=\"{new string('x', 600)}\"")));

        var told = OnlyEvent([SomeLog.Syscall(T1, key: "\"k\""), .. Enumerable.Repeat(record, 10)]);

        Assert.InRange(told.Argv.Sum(argument => argument.Length), 30_000, 32 * 1024);
    }

    [Fact]
    public void A_command_line_of_countless_arguments_takes_little_memory()
    {
        var log = SomeLog.Bytes(
            SomeLog.Syscall(T1, key: "\"k\""), SomeLog.Execve(T1, string.Concat(Enumerable.Repeat("a0=1 ", 12_000))));
        SomeLog.ReadBytes(log);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var told = Assert.Single(SomeLog.ReadBytes(log).Events);

        Assert.Equal(12_000, told.Argv.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (1 << 20) + (30 * log.Length));
    }

    [Fact]
    public void A_value_that_was_cut_with_its_quote_open_is_what_is_there()
    {
        var told = OnlyEvent(SomeLog.Rule(T1)[..^20]);

        Assert.Equal("/usr/bin/b", told.Process.Exe?.ToString());
        Assert.Equal(300, told.Process.Pid);
    }

    [Fact]
    public void A_malformed_line_is_counted_told_and_passed_over()
    {
        var (events, statistics) = SomeLog.Read(SomeLog.Rule(T1), "\0\0\0", "garbage", new string('x', 70_000), SomeLog.Rule(T2));

        Assert.Equal(2, events.Count);
        Assert.Equal(2, statistics.Records);
        Assert.Equal(3, statistics.MalformedLines);
        Assert.Equal(
            ["no audit record in line 2: log-0", "no audit record in line 3: log-0", "line longer than 65536 bytes in line 4: log-0"],
            statistics.Problems);
    }

    [Fact]
    public void Only_the_first_problems_are_told()
    {
        var (_, statistics) = SomeLog.Read([SomeLog.Rule(T1), .. Enumerable.Repeat("garbage", 100)]);

        Assert.Equal(100, statistics.MalformedLines);
        Assert.Equal(20, statistics.Problems.Count);
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("hello")]
    [InlineData("\n")]
    [InlineData("\0")]
    public void What_holds_no_record_is_not_an_audit_log(string content)
    {
        var error = Assert.Throws<CannotCheckException>(() => SomeLog.ReadNamed(SomeLog.Bytes(SomeLog.Rule(T1)), Encoding.ASCII.GetBytes(content)));

        Assert.Equal("not an audit log: log-1", error.Message);
    }

    [Fact]
    public void An_empty_log_is_no_error() => Assert.Equal(0, SomeLog.ReadBytes([]).Statistics.Records);

    [Theory]
    [InlineData("hello\n", 0)]
    [InlineData("\0\0\0\0", 0)]
    [InlineData("\0\0\n", 1)]
    public void A_damaged_file_of_the_hosts_own_log_is_named_and_the_others_are_read(string content, int place)
    {
        byte[][] files = [SomeLog.Bytes(SomeLog.Rule(T2)), SomeLog.Bytes(SomeLog.Rule(T3))];
        var (events, statistics) = SomeLog.ReadBytes([.. files[..place], Encoding.ASCII.GetBytes(content), .. files[place..]]);

        Assert.Equal(2, events.Count);
        Assert.Equal($"log-{place}", Assert.Single(statistics.Damaged));
    }

    [Fact]
    public void A_record_behind_zero_bytes_is_read()
    {
        var (events, statistics) = SomeLog.Read(SomeLog.Rule(T1), new string('\0', 4096) + SomeLog.Rule(T2));

        Assert.Equal(2, events.Count);
        Assert.Empty(statistics.Damaged);
    }

    [Fact]
    public void A_last_line_without_a_newline_is_a_record_where_nothing_can_follow_it_and_waits_in_the_log_that_goes_on()
    {
        var cut = SomeLog.Bytes(SomeLog.Rule(T1), SomeLog.Rule(T2))[..^1];

        Assert.Single(SomeLog.ReadBytes(cut).Events);
        Assert.Equal(3, SomeLog.ReadBytes(cut, SomeLog.Bytes(SomeLog.Rule(T3))).Events.Count);
        Assert.Equal(2, SomeLog.ReadNamed(cut).Events.Count);
        Assert.Empty(SomeLog.ReadNamed(cut).Statistics.Problems);
    }

    [Fact]
    public void A_last_line_that_was_cut_within_its_digest_tells_of_no_other_content()
    {
        var whole = SomeLog.Rule(T2);
        var cut = SomeLog.Bytes(SomeLog.Rule(T1), whole)[..^(whole.Length - whole.IndexOf(SomeLog.Sha256, StringComparison.Ordinal) - 20)];

        var (events, statistics) = SomeLog.ReadNamed(cut);
        Assert.Single(events);
        Assert.Equal(1, statistics.MalformedLines);
    }

    [Fact]
    public void A_newest_log_of_one_incomplete_record_is_an_audit_log() =>
        Assert.Empty(SomeLog.ReadBytes(SomeLog.Bytes(SomeLog.Rule(T1))[..^20]).Events);

    [Fact]
    public void An_event_that_straddles_two_files_is_one()
    {
        var lines = SomeLog.Exec(T1);

        var (events, statistics) = SomeLog.ReadBytes(
            SomeLog.Bytes(lines[..2]),
            SomeLog.Bytes(["type=DAEMON_ROTATE msg=audit(1700000000.110:6890): op=rotate-logs auid=0 uid=0 res=success", .. lines[2..]]));

        Assert.Equal("java -c", Assert.Single(events).Proctitle);
        Assert.Equal(["log-0", "log-1"], statistics.Files);
    }

    [Fact]
    public void A_reading_error_says_where()
    {
        using var broken = new BrokenStream(SomeLog.Bytes(SomeLog.Rule(T1)));

        var error = Assert.Throws<CannotCheckException>(() => SomeLog.ReadStreams(broken));

        Assert.Equal("cannot read audit log after line 1: log-0", error.Message);
    }

    [Fact]
    public void Statistics_tell_what_was_read()
    {
        var (_, statistics) = SomeLog.Read([.. SomeLog.Exec(T2, key: "\"k\""), .. SomeLog.Exec(T1), SomeLog.Syscall(T3)]);

        Assert.Equal((13, 2, 2, 1), (statistics.Records, statistics.Events, statistics.IntegrityRules, statistics.KeyedEvents));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000100), statistics.FirstTime);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000300), statistics.LastTime);
    }

    [Fact]
    public void A_log_reads_the_same_in_pieces_of_any_size()
    {
        var log = SomeLog.Bytes([.. SomeLog.Exec(T1), "garbage", SomeLog.Rule(T2), .. SomeLog.Exec(T3, key: "\"k\"")]);
        var expected = Told(SomeLog.ReadBytes(log));

        Gen.Int[1, log.Length].Sample(chunk => Assert.Equal(expected, Told(SomeLog.ReadStreams(new ChunkedStream(log, chunk)))), iter: 100);
    }

    [Fact]
    public void Any_name_comes_through_and_makes_one_record() =>
        Gen.OneOf(
            Gen.Byte[1, 255].Array[1, 60],
            Gen.Const("/x\ntype=INTEGRITY_RULE msg=audit(1.000:1): file=\"/forged\" hash=\"sha256:00\" pid=1\n"u8.ToArray()),
            Gen.Const("x\" hash=\"sha256:00\" pid=1 type=INTEGRITY_RULE"u8.ToArray()),
            Gen.Const("x\u001dUID=\"root\""u8.ToArray()),
            Gen.Const("(null)"u8.ToArray()),
            Gen.Const("2F62"u8.ToArray()))
        .Sample(name =>
        {
            var written = SomeLog.Untrusted(name);
            var (events, statistics) = SomeLog.Read(
                SomeLog.Rule(T1, written, exe: written), SomeLog.Syscall(T1, exe: written, key: written), SomeLog.PathRecord(T1, written), SomeLog.Proctitle(T1));
            var told = Assert.Single(events);
            var use = Assert.Single(told.FileUses);
            Assert.Equal(new HostPath(name), use.Path);
            Assert.Equal(SomeLog.Sha256, use.Digest.Hex);
            Assert.Equal(new HostPath(name), use.Process!.Exe);
            Assert.Equal(new HostPath(name), Assert.Single(told.Paths).Name);
            Assert.Equal(300, use.Process!.Pid);
            Assert.Equal(4, statistics.Records);
        });

    [Fact]
    public void No_bytes_can_break_the_reader() =>
        Gen.Select(Gen.Int[0, 2000], Gen.Byte.Array[0, 40], Gen.Int[1, 500]).Sample((position, bytes, chunk) =>
        {
            var log = SomeLog.Bytes([.. SomeLog.Exec(T1), SomeLog.Rule(T2), SomeLog.Syscall(T3, key: "\"k\"")]);
            position %= log.Length - bytes.Length;
            bytes.CopyTo(log, position);
            var (events, statistics) = SomeLog.ReadStreams(new ChunkedStream(log, chunk));
            Assert.InRange(events.Count, 0, 20);
            Assert.InRange(statistics.Records, 1, 8 + bytes.Length);
        });

    private static AuditEvent OnlyEvent(params string[] lines) => Assert.Single(SomeLog.Read(lines).Events);

    private static string Told((IReadOnlyList<AuditEvent> Events, AuditStatistics Statistics) read) =>
        string.Join('\n', read.Events.Select(SomeLog.Describe)) + string.Join('\n', read.Statistics.Problems) + read.Statistics.Records;
}
