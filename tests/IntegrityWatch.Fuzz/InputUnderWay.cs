using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Fuzz;

/// <summary>
/// The input that is being read, in a file: what ends the whole program, as an exhausted stack does, leaves it behind. Another file beside
/// it holds the target's name.
/// </summary>
internal sealed class InputUnderWay : IDisposable
{
    private readonly string path = Path.Combine(Scratch.Parent, $"fuzz-under-way-{Environment.ProcessId}");
    private readonly SafeFileHandle content;
    private readonly SafeFileHandle name;

    public InputUnderWay()
    {
        content = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        name = File.OpenHandle(NamePath, FileMode.Create, FileAccess.Write);
    }

    private string NamePath => path + ".target";

    public void Set(IFuzzTarget target, byte[] input)
    {
        Write(name, Encoding.ASCII.GetBytes(target.Name));
        Write(content, input);
    }

    public void Dispose()
    {
        content.Dispose();
        name.Dispose();
        File.Delete(path);
        File.Delete(NamePath);
    }

    private static void Write(SafeFileHandle file, byte[] bytes)
    {
        RandomAccess.Write(file, bytes, 0);
        RandomAccess.SetLength(file, bytes.Length);
    }
}
