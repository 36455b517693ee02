using System.Globalization;
using CsvHelper;
using ExcelDataReader;

namespace Assistant.Bot.Import;

/// <summary>A file that cannot be read as a table at all.</summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Rows of a CSV or xlsx file, one at a time, never the whole file in memory.</summary>
public abstract class TableReader : IDisposable
{
    /// <summary>Longest text of a cell, characters.</summary>
    public const int MostCell = 64 * 1024;

    /// <summary>Marks where an over-long cell was cut.</summary>
    public const char Cut = '\uE000';

    /// <summary>The header row.</summary>
    public abstract IReadOnlyList<string> Headers { get; }

    /// <summary>How much of the file has been read, 0 to 1.</summary>
    public abstract double Progress { get; }

    /// <summary>The next row with its line number; null at the end.</summary>
    /// <exception cref="UnreadableFileException">The rest of the file cannot be read.</exception>
    public abstract (int Line, IReadOnlyList<string?> Cells)? Read();

    /// <summary>Opens a file by what is in it, not by its name.</summary>
    /// <exception cref="UnreadableFileException">What to correct.</exception>
    public static TableReader Open(string path)
    {
        FileStream stream;
        try
        {
            stream = File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException($"{path}: cannot be opened: {e.Message}", e);
        }

        try
        {
            var head = new byte[8];
            var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            stream.Position = 0;
            return (length, head) switch
            {
                (0, _) => throw new UnreadableFileException($"{path}: the file is empty."),
                (_, [0x50, 0x4B, ..]) => new XlsxTable(path, stream),
                (_, [0xD0, 0xCF, 0x11, 0xE0, ..]) => throw new UnreadableFileException($"{path}: this is an old .xls or a protected workbook; save it as .xlsx without a password."),
                _ => new CsvTable(path, stream),
            };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>A CSV file, comma or tab, UTF-8 or GB18030 found by itself.</summary>
internal sealed class CsvTable : TableReader
{
    private readonly FileStream stream;
    private readonly CsvReader reader;

    public CsvTable(string path, FileStream stream)
    {
        this.stream = stream;
        var encoding = TextEncodings.Detect(stream);
        stream.Position = 0;
        var text = new CellLimit(new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true));
        reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = text.PeekLine().Count(c => c == '\t') > text.PeekLine().Count(c => c == ',') ? '\t' : ',',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
        });
        Headers = reader.Headers.Count > 0 ? reader.Headers : throw new UnreadableFileException($"{path}: there is no header row.");
    }

    public override IReadOnlyList<string> Headers { get; }

    public override double Progress => stream.Length == 0 ? 1 : (double)stream.Position / stream.Length;

    public override (int Line, IReadOnlyList<string?> Cells)? Read() => reader.Read() ? ((int)reader.LineNumber, reader.Current.ToArray()) : null;

    protected override void Dispose(bool disposing)
    {
        reader?.Dispose();
        stream.Dispose();
    }
}

/// <summary>The first sheet of an xlsx workbook.</summary>
internal sealed class XlsxTable : TableReader
{
    private readonly IExcelDataReader reader;
    private readonly FileStream stream;
    private readonly string path;
    private int line;

    public XlsxTable(string path, FileStream stream)
    {
        this.path = path;
        this.stream = stream;
        XlsxLimits.Check(path, stream);
        stream.Position = 0;
        reader = Guarded(() => ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = true }));
        Headers = Next() is { } cells ? [.. cells.Select(cell => cell ?? "")] : throw new UnreadableFileException($"{path}: the first sheet is empty.");
    }

    public override IReadOnlyList<string> Headers { get; }

    public override double Progress => reader.RowCount == 0 ? 1 : (double)line / reader.RowCount;

    public override (int Line, IReadOnlyList<string?> Cells)? Read()
    {
        while (Next() is { } cells)
        {
            if (cells.Any(cell => !string.IsNullOrWhiteSpace(cell)))
                return (line, cells);
        }

        return null;
    }

    protected override void Dispose(bool disposing)
    {
        reader?.Dispose();
        stream.Dispose();
    }

    private List<string?>? Next()
    {
        if (!Guarded(reader.Read))
            return null;
        line++;
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))];
    }

    /// <summary>Numbers keep the digits Excel shows; dates become ISO dates, with the time only where there is one.</summary>
    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text.Length > MostCell ? text[..MostCell] + Cut : text.Trim(),
        DateTime moment => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        double number => decimal.Round((decimal)number, 10).ToString("0.##########", CultureInfo.InvariantCulture),
        bool flag => flag ? "Y" : "N",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or ExcelDataReader.Exceptions.ExcelReaderException or System.Xml.XmlException or IOException or OverflowException or FormatException or IndexOutOfRangeException or NullReferenceException or ArgumentException)
        {
            throw new UnreadableFileException($"{path}: the workbook is damaged or incomplete after row {line}; save it again in Excel and load it once more. ({e.GetType().Name})", e);
        }
    }
}
