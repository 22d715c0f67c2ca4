package dev.ferrule.protocol.bench;

import dev.ferrule.protocol.bench.DataSet.Reading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A made-up room: temperature, humidity, light, carbon dioxide and mixing ratio, once a minute for
 * four days. Each reading is the mean of a few samples of a coarse sensor, the last one is made of
 * two others; so they move by small steps, often not at all, and have more decimals than their
 * channels, halves among them.
 */
final class RoomClimate {
  private static final int MINUTES = 6_000;
  private static final int FIRST = 60;
  private static final int[] DECIMALS = {2, 2, 0, 0, 6};

  private final Random random = new Random(20_261_201);
  private final List<Reading> readings = new ArrayList<>();
  private double drift;
  private double people;

  private RoomClimate() {}

  static DataSet dataSet() {
    var room = new RoomClimate();
    for (int minute = 0; minute < MINUTES; minute++) {
      room.minute(minute);
    }
    SortedMap<Integer, Integer> decimals = new TreeMap<>();
    for (int i = 0; i < DECIMALS.length; i++) {
      decimals.put(FIRST + i, DECIMALS[i]);
    }
    return new DataSet("made-up room climate", List.copyOf(room.readings), decimals);
  }

  private void minute(int minute) {
    long time = 1_600_000_000_000L + minute * 60_000L;
    double sun = Math.max(0, Math.sin(2 * Math.PI * (minute - 360) / 1_440));
    boolean inUse = minute % 1_440 > 480 && minute % 1_440 < 1_080;
    drift += 0.006 * random.nextGaussian();
    people += (inUse ? 0.004 : 0) * (1 - people) - 0.003 * people + 0.002 * random.nextGaussian();
    double temperature = 20.6 + 1.8 * sun + 1.2 * people + drift;
    double humidity = 26 + 4 * people - 2 * drift - sun;
    double light = inUse ? 430 + 120 * sun : 180 * sun;
    double shownTemperature = mean(temperature, 0.1, 0.012, 2);
    double shownHumidity = mean(humidity, 0.1, 0.04, 4);
    double perDegree = Math.exp(0.06 * (shownTemperature - 20.6));
    add(time, 0, shownTemperature, 5);
    add(time, 1, shownHumidity, 5);
    add(time, 2, mean(Math.max(0, light), 7, 3, 2), 1);
    add(time, 3, mean(440 + 600 * Math.abs(people), 1, 3, 4), 2);
    add(time, 4, shownHumidity / 100 * 0.0155 * perDegree, 7);
  }

  /** The mean of samples of a sensor of this resolution, with this noise. */
  private double mean(double value, double resolution, double noise, int samples) {
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      sum += resolution * Math.rint((value + noise * random.nextGaussian()) / resolution);
    }
    return sum / samples;
  }

  private void add(long time, int channel, double value, int places) {
    String decimal = BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP).toString();
    readings.add(Reading.of(time, FIRST + channel, decimal, DECIMALS[channel]));
  }
}
