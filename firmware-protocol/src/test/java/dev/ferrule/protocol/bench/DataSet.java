package dev.ferrule.protocol.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Readings of a CSV file with its channel list, in the order of the file but for channels, which
 * stand in the order of their numbers within one time.
 *
 * @param name of the file without directory and endings; that of the channel list's data set
 * @param readings in order
 * @param decimals by channel number
 */
record DataSet(String name, List<Reading> readings, SortedMap<Integer, Integer> decimals) {

  /**
   * One reading.
   *
   * @param time milliseconds
   * @param channel its number
   * @param measured the double of the decimal that the file has; what an encoder is given
   * @param scaled the decimal itself times the channel's factor, halves up
   * @param value the channel's decimals of it, in its unit; what other formats carry
   */
  record Reading(long time, int channel, double measured, long scaled, double value) {
    /** The reading of a decimal as it is written, to so many places. */
    static Reading of(long time, int channel, String decimal, int places) {
      BigDecimal exact = new BigDecimal(decimal).scaleByPowerOfTen(places);
      long scaled = exact.add(HALF).setScale(0, RoundingMode.FLOOR).longValueExact();
      double value = scaled / Math.pow(10, places);
      return new Reading(time, channel, Double.parseDouble(decimal), scaled, value);
    }

    Reading since(long t0) {
      return new Reading(time - t0, channel, measured, scaled, value);
    }
  }

  private static final BigDecimal HALF = new BigDecimal("0.5");

  private record Channel(int number, int decimals) {}

  /**
   * Reads both files.
   *
   * @param csv {@code t_ms,channel,value} with a heading; gzip when it ends in .gz
   * @param channelList {@code dataset,channel,id,decimals,unit} with a heading
   */
  static DataSet load(Path csv, Path channelList) throws IOException {
    String name = csv.getFileName().toString().replaceAll("\\.csv(\\.gz)?$", "");
    Map<String, Channel> channels = channels(channelList, name);
    List<Reading> readings = new ArrayList<>();
    try (BufferedReader lines = open(csv)) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(",", -1);
        Channel channel = channels.get(fields[1]);
        if (channel == null) {
          throw new IOException("no channel " + fields[1] + " of " + name + " in " + channelList);
        }
        long time = Long.parseLong(fields[0]);
        readings.add(Reading.of(time, channel.number, fields[2], channel.decimals));
      }
    }
    readings.sort(Comparator.comparingLong(Reading::time).thenComparingInt(Reading::channel));
    SortedMap<Integer, Integer> decimals = new TreeMap<>();
    channels.values().forEach(c -> decimals.put(c.number, c.decimals));
    return new DataSet(name, List.copyOf(readings), decimals);
  }

  private static Map<String, Channel> channels(Path list, String dataSet) throws IOException {
    Map<String, Channel> channels = new HashMap<>();
    for (String line : Files.readAllLines(list)) {
      String[] fields = line.split(",", -1);
      if (fields[0].equals(dataSet)) {
        channels.put(
            fields[1], new Channel(Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
      }
    }
    if (channels.isEmpty()) {
      throw new IOException("no data set " + dataSet + " in " + list);
    }
    return channels;
  }

  private static BufferedReader open(Path csv) throws IOException {
    InputStream file = Files.newInputStream(csv);
    InputStream plain = csv.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
  }

  /** 10 to the power of the decimals, by channel number: the factors of an encoder. */
  double[] factors() {
    double[] factors = new double[decimals.lastKey() + 1];
    decimals.forEach((number, digits) -> factors[number] = Math.pow(10, digits));
    return factors;
  }

  /**
   * The readings as live messages carry them: one message for each {@code tickMillis}, or one for
   * each time when times are further apart.
   */
  List<List<Reading>> live(long tickMillis) {
    List<List<Reading>> messages = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (Reading reading : readings) {
      if (reading.time >= end) {
        messages.add(new ArrayList<>());
        end = reading.time + tickMillis;
      }
      messages.getLast().add(reading);
    }
    return messages;
  }

  /** The readings in messages of {@code size}. */
  List<List<Reading>> history(int size) {
    List<List<Reading>> messages = new ArrayList<>();
    for (int i = 0; i < readings.size(); i += size) {
      messages.add(readings.subList(i, Math.min(readings.size(), i + size)));
    }
    return messages;
  }
}
