using System.Text.RegularExpressions;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>A Nagios that checks one service with one command.</summary>
internal sealed partial class Nagios : IDisposable
{
    private readonly DirectoryInfo folder;
    private readonly Daemon daemon;

    /// <summary>Starts it. Skips the test where it is not on this machine.</summary>
    /// <param name="command">A line for the shell, in which Nagios gives a meaning to <c>$</c> and <c>;</c>.</param>
    public Nagios(string command)
    {
        var program = ReceiverCache.Unpacked("usr/sbin/nagios4");
        folder = Directory.CreateTempSubdirectory("integritywatch-nagios-");
        Directory.CreateDirectory(File("results"));
        System.IO.File.WriteAllText(File("objects.cfg"), Objects(command));
        System.IO.File.WriteAllText(File("nagios.cfg"), Configuration());
        daemon = new Daemon(folder.FullName, new Dictionary<string, string>(), program, File("nagios.cfg"));
    }

    /// <summary>What it made of its first check of the service.</summary>
    public NagiosStatus Status()
    {
        Dictionary<string, string> fields = [];
        daemon.Await(() => (fields = Service()).GetValueOrDefault("has_been_checked") == "1", "the first check");
        return new NagiosStatus(int.Parse(fields["current_state"]), fields["plugin_output"], fields["long_plugin_output"], fields["performance_data"]);
    }

    public void Dispose()
    {
        daemon.Dispose();
        folder.Delete(recursive: true);
    }

    private Dictionary<string, string> Service()
    {
        var text = System.IO.File.Exists(File("status.dat")) ? System.IO.File.ReadAllText(File("status.dat")) : "";
        return ServiceBlock().Match(text).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimStart('\t').Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private string File(string name) => Path.Combine(folder.FullName, name);

    // It changes to this user where root starts it, and stays who it is otherwise.
    private string Configuration() =>
        $"""
        cfg_file={File("objects.cfg")}
        nagios_user={Environment.UserName}
        nagios_group={OpenSsl.Shell("id -gn").Trim()}
        log_file={File("nagios.log")}
        object_cache_file={File("objects.cache")}
        precached_object_file={File("objects.precache")}
        status_file={File("status.dat")}
        status_update_interval=1
        temp_file={File("nagios.tmp")}
        temp_path={folder.FullName}
        check_result_path={File("results")}
        lock_file={File("nagios.lock")}
        query_socket={File("nagios.qh")}
        check_workers=1
        check_for_updates=0
        check_external_commands=0
        retain_state_information=0
        use_syslog=0
        enable_notifications=0
        service_inter_check_delay_method=n
        service_check_timeout=60

        """;

    private static string Objects(string command) =>
        $$"""
        define timeperiod {
          timeperiod_name always
          alias always
          sunday 00:00-24:00
          monday 00:00-24:00
          tuesday 00:00-24:00
          wednesday 00:00-24:00
          thursday 00:00-24:00
          friday 00:00-24:00
          saturday 00:00-24:00
        }
        define contact {
          contact_name nobody
          host_notification_period always
          service_notification_period always
          host_notification_commands integrity
          service_notification_commands integrity
        }
        define command {
          command_name integrity
          command_line {{command}}
        }
        define host {
          host_name web01
          address 127.0.0.1
          max_check_attempts 1
          check_period always
          notification_period always
          contacts nobody
        }
        define service {
          host_name web01
          service_description integrity
          check_command integrity
          max_check_attempts 1
          check_interval 60
          retry_interval 60
          check_period always
          notification_period always
          contacts nobody
        }

        """;

    [GeneratedRegex(@"servicestatus \{\n(.*?)\n\t\}\n", RegexOptions.Singleline)]
    private static partial Regex ServiceBlock();
}
