namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>Gathers the fields that say whose record it is; the kernel writes them alike in all records that have them.</summary>
internal struct AuditProcessFields
{
    /// <summary>In bytes; SELinux's with many categories has a few hundred.</summary>
    private const int LongestLabel = 4096;

    private int? pid;
    private int? ppid;
    private uint? uid;
    private uint? auid;
    private uint? gid;
    private uint? euid;
    private uint? session;
    private HostPath? comm;
    private HostPath? exe;
    private string? tty;
    private string? user;

    /// <summary>The name of the login id.</summary>
    public string? LoginUser { get; private set; }

    /// <summary>
    /// The security label of the process (SELinux's context, AppArmor's profile), without the mode that older kernels write behind it.
    /// </summary>
    public string? Label { get; private set; }

    /// <summary>False where the field says nothing of a process.</summary>
    public bool Take(AuditField field)
    {
        if (field.Is("pid"u8)) pid = field.ToInt32();
        else if (field.Is("ppid"u8)) ppid = field.ToInt32();
        else if (field.Is("uid"u8)) uid = field.ToUInt32();
        else if (field.Is("auid"u8)) auid = field.ToUInt32();
        else if (field.Is("gid"u8)) gid = field.ToUInt32();
        else if (field.Is("euid"u8)) euid = field.ToUInt32();
        else if (field.Is("ses"u8)) session = field.ToUInt32();
        else if (field.Is("tty"u8)) tty = field.Value.SequenceEqual("(none)"u8) ? null : LossyUtf8.Decode(field.Value);
        else if (field.Is("comm"u8)) comm = field.ToBytes();
        else if (field.Is("exe"u8)) exe = field.ToBytes();
        else if (field.Is("UID"u8)) user = Name(field);
        else if (field.Is("AUID"u8)) LoginUser = Name(field);
        else if (field.Is("subj"u8)) Label = LabelOf(field);
        else return false;
        return true;
    }

    public readonly ProcessInfo ToProcess(DateTimeOffset time) => new()
    {
        Pid = pid,
        Ppid = ppid,
        Uid = uid,
        Auid = auid,
        Gid = gid,
        Euid = euid,
        User = user,
        Comm = comm,
        Exe = exe,
        Tty = tty,
        Session = session,
        Time = time,
    };

    private static string? LabelOf(AuditField field)
    {
        var value = field.Value;
        if (field.IsAbsent || value.IsEmpty || value.Length > LongestLabel)
            return null;
        var mode = value.IndexOf(" ("u8);
        return LossyUtf8.Decode(mode > 0 ? value[..mode] : value);
    }

    /// <summary>auditd writes <c>unset</c>, or <c>unknown(1000)</c> for an id without a name.</summary>
    private static string? Name(AuditField field) =>
        field.Value.SequenceEqual("unset"u8) || field.Value.StartsWith("unknown("u8) ? null : LossyUtf8.Decode(field.Value);
}
