namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>What programs of others understand of what is sent to them.</summary>
public class DeliveryTests(CapturedHosts hosts) : IClassFixture<CapturedHosts>
{
    public static TheoryData<string> Receivers =>
    [
        "rsyslog udp", "rsyslog tcp", "rsyslog tls", "rsyslog unix",
        "syslog-ng udp", "syslog-ng tcp", "syslog-ng tls",
        "go-gelf udp", "go-gelf tcp", "go-gelf tls", "go-gelf http", "go-gelf https",
        "graygelf udp",
    ];

    /// <summary>UDP tells nobody whether somebody is there.</summary>
    public static TheoryData<string> ReceiversThatCanBeMissed => [.. Receivers.Select(row => row.Data).Where(name => !name.EndsWith("udp", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Receivers))]
    public void Each_finding_of_an_intrusion_arrives_once(string name)
    {
        using var receiver = Receiver.Named(name);
        receiver.Start();
        var host = hosts.Of("rocke");
        using var tree = host.Copy();

        var scan = tree.Scan(host.After, "--config", SinkFile.Write(tree, receiver));

        Assert.Equal(2, scan.ExitCode);
        var messages = receiver.Received(host.Expected.Count);
        Assert.Equal(host.Expected.Count, messages.Count);
        Assert.Equal(host.Expected, ToldFinding.Among(messages));
        Assert.All(host.Expected, finding => Assert.Equal("web01", finding.Host));
        Assert.Equal(messages.Count, messages.Select(message => message["message_id"]).Where(id => id.Length > 0).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Receivers))]
    public void Whatever_files_are_called_a_finding_is_one_message_and_forges_no_field(string name)
    {
        using var receiver = Receiver.Named(name);
        receiver.Start();
        var host = hosts.Of("names");
        using var tree = host.Copy();

        var scan = tree.Scan(host.After, "--config", SinkFile.Write(tree, receiver));

        Assert.Equal(2, scan.ExitCode);
        var messages = receiver.Received(host.Expected.Count);
        Assert.Equal(host.Expected.Count, messages.Count);
        var told = ToldFinding.Among(messages);
        Assert.Equal(host.Expected.Count, told.Count);
        Assert.All(host.Expected.Zip(told), pair => Assert.Contains(pair.First, new[] { pair.Second, pair.Second.Unescaped() }));
        Assert.All(messages, message => Assert.DoesNotContain(message.Text, char.IsControl));
        Assert.All(messages.Where(message => message["path"].Contains("invalid", StringComparison.Ordinal)), message =>
            Assert.Equal([.. "/opt/names/invalid"u8, 0xff, 0xfe, 0xc3, .. "(utf8"u8], Convert.FromBase64String(message["path_base64"])));
    }

    [Theory]
    [MemberData(nameof(ReceiversThatCanBeMissed))]
    public void What_nobody_took_waits_for_the_next_scan_and_arrives_once(string name)
    {
        using var receiver = Receiver.Named(name);
        var host = hosts.Of("rocke");
        using var tree = host.Copy();
        var sinks = SinkFile.Write(tree, receiver);

        var missed = tree.Scan(host.After, "--config", sinks);
        receiver.Start();
        var second = tree.Scan(host.After, "--config", sinks);
        var arrived = receiver.Received(host.Expected.Count);
        var third = tree.Scan(host.After, "--config", sinks);

        Assert.Equal((2, 2, 2), (missed.ExitCode, second.ExitCode, third.ExitCode));
        Assert.Contains(SinkFile.Name, missed.Error);
        Assert.Equal(host.Expected.Count, arrived.Count);
        Assert.Equal(host.Expected, ToldFinding.Among(arrived));
        Assert.Equal(host.Expected.Count, receiver.Received(host.Expected.Count).Count);
    }

    [Theory]
    [InlineData("rsyslog tcp")]
    [InlineData("go-gelf http")]
    public void What_nobody_took_is_sent_by_forward_and_not_again(string name)
    {
        using var receiver = Receiver.Named(name);
        var host = hosts.Of("rocke");
        using var tree = host.Copy();
        var sinks = SinkFile.Write(tree, receiver);

        tree.Scan(host.After, "--config", sinks);
        receiver.Start();
        var first = Forward(tree, sinks);
        var arrived = receiver.Received(host.Expected.Count);
        var second = Forward(tree, sinks);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(host.Expected.Count, arrived.Count);
        Assert.Equal(host.Expected, ToldFinding.Among(arrived));
        Assert.Equal(host.Expected.Count, receiver.Received(host.Expected.Count).Count);
    }

    [Theory]
    [MemberData(nameof(Receivers))]
    public void A_test_message_arrives_and_is_no_finding(string name)
    {
        using var receiver = Receiver.Named(name);
        receiver.Start();
        using var tree = hosts.Of("rocke").Copy();

        var forward = Forward(tree, SinkFile.Write(tree, receiver), "--test");

        Assert.Equal(0, forward.ExitCode);
        Assert.Contains(SinkFile.Name, forward.Output + forward.Error);
        Assert.Equal("test", Assert.Single(receiver.Received(1)).Event);
    }

    [Theory]
    [InlineData("rsyslog tls")]
    [InlineData("syslog-ng tls")]
    [InlineData("go-gelf tls")]
    [InlineData("go-gelf https")]
    public void A_receiver_that_nobody_vouches_for_gets_nothing_until_somebody_does(string name)
    {
        using var receiver = Receiver.Named(name);
        receiver.Start();
        var host = hosts.Of("rocke");
        using var tree = host.Copy();
        var stranger = new Certificates(Directory.CreateDirectory(Path.Combine(tree.Folder, "stranger")).FullName);

        var refused = tree.Scan(host.After, "--config", SinkFile.Write(tree, receiver, authority: stranger.Authority));
        var before = receiver.Received(0);
        tree.Scan(host.After, "--config", SinkFile.Write(tree, receiver));

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(SinkFile.Name, refused.Error);
        Assert.Empty(before);
        Assert.Equal(host.Expected, ToldFinding.Among(receiver.Received(host.Expected.Count)));
    }

    [Theory]
    [InlineData("rsyslog tcp")]
    [InlineData("go-gelf tcp")]
    public void A_sink_that_wants_everything_gets_events_observations_and_a_word_of_each_scan(string name)
    {
        using var receiver = Receiver.Named(name);
        receiver.Start();
        var host = hosts.Of("rocke");
        using var tree = host.Copy();
        var sinks = SinkFile.Write(tree, receiver, send: ["findings", "techniques", "observations", "scans"]);
        string[] events = ["finding", "observation", "scan", "technique"];

        tree.Scan(host.After, "--config", sinks);
        var messages = receiver.Received(messages => events.All(word => messages.Any(message => message.Event == word)), "one of each event");
        tree.Scan(host.After, "--config", sinks);
        var later = receiver.Received(messages.Count + 1).Skip(messages.Count);

        Assert.Equal(events, messages.Select(message => message.Event).Distinct().Order());
        Assert.Equal(host.Expected, ToldFinding.Among(messages));
        Assert.Single(messages, message => message.Event == "scan");
        Assert.Equal(["scan"], later.Select(message => message.Event));
        Assert.All(CapturedFact.Measured("rocke", "after").Where(fact => fact.Path == "/tmp/java"), fact => Assert.Contains(messages, message =>
            message.Event == "observation" && message["path"] == fact.Path && message["hash"] == fact.Sha256));
    }

    private static RunResult Forward(EvidenceTree tree, string sinks, params string[] more) =>
        BuiltProgram.Run(["forward", "--db", tree.Database, "--config", sinks, .. more]);
}
