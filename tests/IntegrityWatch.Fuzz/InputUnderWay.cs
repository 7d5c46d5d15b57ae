using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Fuzz;

/// <summary>
/// The input that is being read, in a file: what ends the whole program, as an exhausted stack does, leaves it behind. Its name is beside it.
/// </summary>
internal sealed class InputUnderWay : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"fuzz-under-way-{Environment.ProcessId}");
    private readonly SafeFileHandle file;
    private IFuzzTarget? named;

    public InputUnderWay() => file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);

    public void Set(IFuzzTarget target, byte[] input)
    {
        if (target != named)
            File.WriteAllText(NamePath, target.Name, Encoding.ASCII);
        named = target;
        RandomAccess.Write(file, input, 0);
        RandomAccess.SetLength(file, input.Length);
    }

    public void Dispose()
    {
        file.Dispose();
        File.Delete(path);
        File.Delete(NamePath);
    }

    private string NamePath => path + ".target";
}
